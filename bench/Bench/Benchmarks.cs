using FedK8s.Bench.Allocation;
using FedK8s.Bench.FedAvg;
using FedK8s.Bench.Folders;
using FedK8s.Bench.Harness;
using FedK8s.Bench.Memory;
using FedK8s.Bench.Orchestration;
using FedK8s.Bench.PartialMemory;
using FedK8s.Bench.Prediction;
using FedK8s.Bench.Quickstart;
using FedK8s.Bench.RoundMemory;
using FedK8s.Bench.Safetensors;
using FedK8s.Bench.Startup;
using FedK8s.Bench.Steps;
using FedK8s.Bench.Tokenizers;

namespace FedK8s.Bench;

/// <summary>Every benchmark, in the order in which they run. A new one is a line here.</summary>
internal static class Benchmarks
{
    private static readonly Benchmark[] All =
    [
        new("fedavg", ["python3-numpy"], FedAvgBenchmark.RunAsync),
        new("allocation", [], AllocationBenchmark.RunAsync),
        new("prediction", [], PredictionBenchmark.RunAsync),
        new("partial-memory", [], PartialMemoryBenchmark.RunAsync),
        new("round-memory", [], RoundMemoryBenchmark.RunAsync),
        new("safetensors", [], SafetensorsBenchmark.RunAsync),
        new("folders", [], ModelFolderBenchmark.RunAsync),
        new("steps", ["python3-numpy", "python3-torch"], StepBenchmark.RunAsync),
        new("tokenizers", [], TokenizerBenchmark.RunAsync),
        new("memory", [], MemoryBenchmark.RunAsync),
        new("startup", [], StartupBenchmark.RunAsync),
        new("quickstart", [], QuickstartBenchmark.RunAsync),
        new("orchestration", [], OrchestrationBenchmark.RunAsync) { Services = ["azurite", "rabbitmq"] },
    ];

    /// <summary>The benchmarks of these names, or all where there are none.</summary>
    /// <exception cref="ArgumentException">There is none of a name.</exception>
    public static IReadOnlyList<Benchmark> Named(IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => All.All(benchmark => benchmark.Name != name)) is { } stranger
            ? throw new ArgumentException(
                $"No benchmark is named '{stranger}'; wanted {string.Join(", ", All.Select(benchmark => benchmark.Name))}.")
            : [.. All.Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name))];
}
