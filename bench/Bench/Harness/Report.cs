namespace FedK8s.Bench.Harness;

/// <summary>What a benchmark found: tables for people, and the figures behind them for programs.</summary>
/// <param name="Tables">In Markdown, ready for docs/results/benchmarks.md.</param>
/// <param name="Figures">Written as JSON to artifacts/bench.</param>
internal sealed record Report(IReadOnlyList<ResultTable> Tables, object Figures);
