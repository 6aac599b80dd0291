using System.Globalization;
using FedK8s.Bench.Harness;
using FedK8s.Bench.Steps;
using FedK8s.Worker.Export;

namespace FedK8s.Bench.PartialMemory;

/// <summary>
/// What training a part of the new blocks saves in memory: the peak of a process over what it had resident with the model loaded, so that
/// the frozen weights, which are the same in all, do not hide the difference. Beside it what gradients and moments must take.
/// </summary>
internal static class PartialMemoryBenchmark
{
    private const int ProcessCount = 3;

    private static readonly StepShape Shape = new(
        "16 M", Vocabulary: 4096, Width: 384, Layers: 8, Heads: 6, DecoderInner: 1032, EncoderInner: 1536, Rows: 8, Steps: 3, WarmUps: 0);

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var folder = settings.Scratch("partial-memory");
        BaseModelFactory.Create(Shape.Config("decoder"), seed: 1, folder);
        var parts = new List<PartMemory>();
        foreach (var (number, part) in TrainedPart.All.Index())
        {
            var arguments = Shape.Arguments(folder, number.ToString(CultureInfo.InvariantCulture));
            parts.Add(new(
                part.Name,
                await MeasureAsync(part.Name, arguments),
                await MeasureAsync(part.Name, [.. arguments, PartialMemoryContestant.InUse])));
        }

        Directory.Delete(folder, recursive: true);
        string[] columns =
            ["Trained", "Weights", "Gradients", "AdamW's moments", "Peak over loaded", "of all four", "of it in use", "of all four"];
        return new(
            [
                new(
                    $"partial-memory: {Shape.Layers} layers of {Shape.Width}, {Shape.Rows} rows of {StepShape.Length} tokens",
                    columns,
                    [.. parts.Select(part => Row(part, parts[0]))]),
            ],
            parts);
    }

    // One after the other: a process that has trained holds its memory until it ends.
    private static async Task<IReadOnlyList<Outcome>> MeasureAsync(string name, IReadOnlyList<string> arguments)
    {
        var outcomes = new List<Outcome>();
        for (var process = 0; process < ProcessCount; process++)
        {
            outcomes.AddRange(await Contest.RunAsync(
                [BenchmarkSettings.Ours(name, "partial-memory", arguments)], repetitions: 1, warmUps: 0));
        }

        return outcomes;
    }

    private static string[] Row(PartMemory part, PartMemory all) =>
    [
        part.Name,
        $"{part.TrainedCount / 1e6:F2} M",
        Cell.Mebibytes(part.GradientBytes),
        Cell.Mebibytes(part.MomentBytes),
        Cell.Mebibytes(part.ResidentBytes),
        Cell.Ratio(part.ResidentBytes / all.ResidentBytes),
        Cell.Mebibytes(part.InUseBytes),
        Cell.Ratio(part.InUseBytes / all.InUseBytes),
    ];
}
