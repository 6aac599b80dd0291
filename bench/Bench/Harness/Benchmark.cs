namespace FedK8s.Bench.Harness;

/// <summary>A benchmark that can be chosen by name.</summary>
/// <param name="Name">What <c>make bench ONLY=NAME</c> takes.</param>
/// <param name="Packages">Debian packages that its contestants need beside the product's own.</param>
/// <param name="RunAsync">Measures and reports.</param>
internal sealed record Benchmark(
    string Name, IReadOnlyList<string> Packages, Func<BenchmarkSettings, Task<Report>> RunAsync)
{
    /// <summary>The services that it starts: <c>build/NAME.sh install</c> brings each here, where that is possible.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];
}
