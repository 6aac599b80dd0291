namespace FedK8s.Cli.Manifests;

/// <summary>Where something stands in a manifest, both counted from 1, as editors do.</summary>
internal readonly record struct ManifestPosition(int Line, int Column);
