namespace FedK8s.Cli.Manifests;

/// <summary>The names of fields from the top of a manifest: <c>spec.clients[2].name</c>.</summary>
internal static class ManifestPath
{
    public static string Field(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    /// <summary>The path of what contains <paramref name="path"/>; empty for a field at the top.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    public static bool IsAtOrBelow(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.Ordinal)
        && (path.Length == ancestor.Length || ancestor.Length == 0 || path[ancestor.Length] is '.' or '[');
}
