namespace FedK8s.Cli.Manifests;

/// <summary>One field of a mapping.</summary>
/// <param name="Name">As written.</param>
/// <param name="Position">Where the name starts.</param>
/// <param name="Value">What stands behind the colon.</param>
internal sealed record ManifestField(string Name, ManifestPosition Position, ManifestNode Value);
