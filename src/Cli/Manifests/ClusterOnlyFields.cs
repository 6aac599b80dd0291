namespace FedK8s.Cli.Manifests;

/// <summary>Fields that say where pods run and who may read what: a cluster's business, and nothing to do in one process.</summary>
internal static class ClusterOnlyFields
{
    private static readonly HashSet<string> Paths = new(StringComparer.Ordinal)
    {
        "metadata.namespace", "metadata.labels", "metadata.annotations",
        "spec.managedBy", "spec.ttlSecondsAfterFinished", "spec.clientDefaults",
        "spec.model.secretRef", "spec.method.lora.startFrom.secretRef", "spec.checkpoint.secretRef",
    };

    /// <summary>
    /// Those among <paramref name="written"/>, each once: a field of every client is named as <c>spec.clients[].template</c>.
    /// </summary>
    public static IReadOnlyList<string> In(IEnumerable<string> written) =>
        [.. written.Select(WithoutIndex).Where(IsClusterOnly).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsClusterOnly(string path) =>
        Paths.Contains(path)
        || path is "spec.clients[].template" or "spec.clients[].data.secretRef" or "spec.evaluation.tasks[].data.secretRef";

    private static string WithoutIndex(string path)
    {
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var close = path.IndexOf(']', StringComparison.Ordinal);
        return open < 0 ? path : $"{path[..open]}[]{path[(close + 1)..]}";
    }
}
