using FedK8s.Bench.Harness;

namespace FedK8s.Bench.FedAvg;

/// <summary>
/// FedAvg of 16 updates of 64 MiB, the product against numpy: written as Flower writes it, and as well as numpy can. Once with
/// everything in memory, so that arithmetic and memory traffic are all there is; once from safetensors files in the page cache
/// to a result file on the device, which is what an aggregator does.
/// </summary>
internal static class FedAvgBenchmark
{
    private const int Repetitions = 9;
    private const double FlowerTarget = 3;
    private const double NumpyTarget = 1.5;
    private const double AllowedDifference = 1e-5;
    private const string Name = "FedK8s, float64";

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var bandwidth = await Contest.RunAsync(
            [BenchmarkSettings.Ours("1 thread", "bandwidth", "1"), BenchmarkSettings.Ours("2 threads", "bandwidth", "2")],
            Repetitions);
        var memory = await Contest.RunAsync(
            [BenchmarkSettings.Ours(Name, "fedavg-memory"), .. Rivals(settings, "memory")], Repetitions);
        var folder = settings.Scratch("fedavg");
        Updates.Write(folder);
        var files = await Contest.RunAsync(
            [BenchmarkSettings.Ours(Name, "fedavg-files", folder), .. Rivals(settings, "files", folder)], Repetitions);
        Directory.Delete(folder, recursive: true);

        Compare(memory);
        Compare(files);
        return new(
            [
                new("fedavg: 1 GiB read from memory", ["Threads", "Wall", "Rate"],
                    [.. bandwidth.Select(outcome => new[]
                    {
                        outcome.Name, Cell.Milliseconds(outcome.WallSeconds),
                        Cell.Rate(BandwidthContestant.ByteCount, outcome.WallSeconds),
                    })]),
                Table("fedavg: 16 updates of 64 MiB, in memory", memory, bandwidth),
                Table("fedavg: 16 updates of 64 MiB, from files to a file", files, bandwidth),
            ],
            new { bandwidth, memory, files });
    }

    private static IEnumerable<Contestant> Rivals(BenchmarkSettings settings, params string[] arguments)
    {
        (string Name, string Form, bool KeepsMemory)[] forms =
        [
            ("numpy as Flower (aggregate), float32", "flower", false),
            ("numpy as Flower (aggregate), allocator tuned", "flower", true),
            ("numpy as Flower (in place), float32", "flower-in-place", false),
            ("numpy blocked, float32", "blocked", true),
            ("numpy blocked, float32, 2 threads", "blocked-threads", true),
            ("numpy blocked, float64", "blocked-double", true),
        ];
        return forms.Select(form => settings.Python(form.Name, "fedavg.py", [form.Form, .. arguments]) with
        {
            KeepsMemory = form.KeepsMemory,
        });
    }

    // What nobody computed right is not worth comparing.
    private static void Compare(IReadOnlyList<Outcome> outcomes)
    {
        var ours = outcomes[0].Farewell.Figures["checksum"];
        foreach (var outcome in outcomes)
        {
            var found = outcome.Farewell.Figures["checksum"];
            if (Math.Abs((found / ours) - 1) > AllowedDifference)
            {
                throw new InvalidOperationException($"{outcome.Name} found {found}, {Name} {ours}: not the same average.");
            }
        }
    }

    private static ResultTable Table(string title, IReadOnlyList<Outcome> outcomes, IReadOnlyList<Outcome> bandwidth)
    {
        var ours = outcomes[0];
        return new(
            title,
            ["Contestant", "CPU", "Wall", "Peak memory", "Bandwidth used", "CPU / ours", "Wall / ours", "Target, wall"],
            [.. outcomes.Select(outcome => new[]
            {
                outcome.Name,
                Cell.Milliseconds(outcome.CpuSeconds),
                Cell.Milliseconds(outcome.WallSeconds),
                Cell.Mebibytes(outcome.Farewell.PeakBytes),
                $"{bandwidth.Min(best => best.WallSeconds) / outcome.WallSeconds:P0}",
                Cell.Ratio(outcome.CpuSeconds / ours.CpuSeconds),
                Cell.Ratio(outcome.WallSeconds / ours.WallSeconds),
                outcome == ours ? "" : Cell.AtLeast(Target(outcome), outcome.WallSeconds / ours.WallSeconds),
            })]);
    }

    private static double Target(Outcome outcome) =>
        outcome.Name.Contains("Flower", StringComparison.Ordinal) ? FlowerTarget : NumpyTarget;
}
