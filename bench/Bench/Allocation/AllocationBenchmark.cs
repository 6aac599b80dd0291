using System.Diagnostics;
using FedK8s.Aggregator.Assignment;
using FedK8s.Bench.Harness;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;

namespace FedK8s.Bench.Allocation;

/// <summary>
/// Which of 32 new blocks each of 10,000 clients trains: clients of three speeds, their own importances, labels that differ.
/// Once with the median limit; once with 0.6 of it, where only the fastest third can train everything in time.
/// </summary>
internal static class AllocationBenchmark
{
    private const int ClientCount = 10_000;
    private const int BlockCount = 32;
    private const int LabelCount = 10;
    private const int SampleCount = 5;
    private const double Target = 1; // second

    public static Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var problem = Problem(new SeededRandom(1));
        var limit = BlockAssigner.Assign(problem).RoundSeconds!.Value; // all speeds are known
        var cases =
            from policy in (AllocationPolicy[])[AllocationPolicy.Greedy, AllocationPolicy.Capability, AllocationPolicy.Random]
            from share in (double[])[1, 0.6]
            select (Name: $"{policy}, {share:P0} of the median", Problem: problem with
            {
                Rules = new() { Policy = policy, RoundSeconds = share * limit },
            });
        var speeds = cases.Select(found => Measure(found.Name, found.Problem)).ToArray();
        return Task.FromResult(new Report(
            [
                new(
                    $"allocation: {ClientCount} clients, {BlockCount} blocks, median of {SampleCount}",
                    ["Policy", "CPU", "Wall", "Blocks assigned", "Uncovered", "Target, wall"],
                    [.. speeds.Select(speed => new[]
                    {
                        speed.Name,
                        Cell.Milliseconds(speed.CpuSeconds),
                        Cell.Milliseconds(speed.Seconds),
                        $"{speed.AssignedCount}",
                        $"{speed.UncoveredCount}",
                        Cell.AtMost(Target, speed.Seconds),
                    })]),
            ],
            speeds));
    }

    private static AllocationSpeed Measure(string name, AssignmentProblem problem)
    {
        var assignment = BlockAssigner.Assign(problem);
        var samples = Enumerable.Range(0, SampleCount).Select(_ => Seconds(problem)).ToArray();
        return new(
            name,
            samples.Select(sample => sample.Wall).Order().ElementAt(SampleCount / 2),
            samples.Select(sample => sample.Cpu).Order().ElementAt(SampleCount / 2),
            assignment.Clients.Sum(client => client.Blocks.Count), assignment.Uncovered.Count);
    }

    private static (double Wall, double Cpu) Seconds(AssignmentProblem problem)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        BlockAssigner.Assign(problem);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private static AssignmentProblem Problem(SeededRandom random) => new()
    {
        Network = new(BlockCount, [.. Enumerable.Range(0, BlockCount).Select(b => new InsertedBlock(b, 7_000_000, 28_000_000))]),
        Clients = [.. Enumerable.Range(0, ClientCount).Select(k => Client(k, random))],
        Rules = new(),
    };

    private static AssignableClient Client(int number, SeededRandom random)
    {
        var slowness = 1 << random.Next(3);
        return new()
        {
            ClientId = new($"site-{number}"),
            Capability = new()
            {
                Device = "cpu",
                MemoryBytes = 64L << 30,
                UsesBFloat16 = false,
                BlockForwardSeconds = 0.01 * slowness,
                BlockBackwardSeconds = 0.02 * slowness,
            },
            ExampleCount = 100 + random.Next(1000),
            StepCount = 20,
            UploadBytesPerSecond = 1e7,
            Importances = [.. Enumerable.Range(0, BlockCount).Select(_ => random.NextDouble())],
            Labels = [.. Enumerable.Range(0, LabelCount).Select(_ => (double)(random.Next(3) * random.Next(100)))],
        };
    }
}
