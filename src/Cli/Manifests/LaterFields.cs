namespace FedK8s.Cli.Manifests;

/// <summary>Fields that the design of <c>fedk8s.io/v1alpha1</c> names and that this version does not carry out.</summary>
internal static class LaterFields
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["spec.method.dualAdapter"] = "the dual adapter",
    };

    /// <summary>The field's name in words, or null where no later version is known to have it.</summary>
    public static string? Find(string path) => Names.GetValueOrDefault(path);
}
