namespace FedK8s.Cli.Manifests;

/// <summary>Fields that a cluster adds to what a user wrote; a manifest read back from one is as good as the original.</summary>
internal static class IgnoredFields
{
    public static bool Contains(string path) =>
        path == "status" || ManifestPath.Parent(path) == "metadata";
}
