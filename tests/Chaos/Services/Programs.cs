using FedK8s.Testing;

namespace FedK8s.Chaos.Services;

/// <summary>The programs under test, built with this one.</summary>
internal static class Programs
{
    // .../artifacts/bin/Chaos/release/: another project's program lies beside it.
    private static readonly string Configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Aggregator { get; } = At("Aggregator", "fedk8s-aggregator");

    public static string Worker { get; } = At("Worker", "fedk8s-worker");

    public static string Cli { get; } = At("Cli", "fedk8s");

    private static string At(string project, string program) =>
        RepositoryRoot.Combine("artifacts", "bin", project, Configuration, program);
}
