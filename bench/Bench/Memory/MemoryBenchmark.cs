using FedK8s.Bench.Harness;
using FedK8s.Bench.Steps;
using FedK8s.Worker.Export;

namespace FedK8s.Bench.Memory;

/// <summary>
/// What activation checkpointing and gradient accumulation save, and what they cost: the peak memory of a process that trains a
/// deep decoder on a large batch, everything else in the process included, and the time of its steps.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Repetitions = 2;
    private const double Target = 0.5;

    private static readonly StepShape Deep = new(
        "deep", Vocabulary: 1024, Width: 256, Layers: 24, Heads: 4, DecoderInner: 688, EncoderInner: 1024, Rows: 16, Steps: 1,
        WarmUps: 1);

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var folder = settings.Scratch("memory");
        BaseModelFactory.Create(Deep.Config("decoder"), seed: 1, folder);
        (string Name, string[] Options)[] forms =
        [
            ("plain", ["1"]),
            ("activationCheckpointing: true", ["1", "checkpointing"]),
            ("gradientAccumulation: 4", ["4"]),
            ("both", ["4", "checkpointing"]),
        ];
        var outcomes = await Contest.RunAsync(
            [
                .. forms.Select(form => BenchmarkSettings.Ours(
                    form.Name, "step", [.. Deep.Arguments(folder, "full"), .. form.Options])),
            ],
            Repetitions);
        Directory.Delete(folder, recursive: true);

        var plain = outcomes[0];
        string[] columns = ["Training", "Peak memory", "of plain", "CPU a step", "of plain", "Loss", "Target"];
        return new(
            [
                new($"memory: {Deep.Layers} layers of {Deep.Width}, {Deep.Rows} rows of {StepShape.Length} tokens", columns,
                    [.. outcomes.Select(outcome => Row(outcome, plain))]),
            ],
            outcomes);
    }

    private static string[] Row(Outcome outcome, Outcome plain)
    {
        var memory = (double)outcome.Farewell.PeakBytes / plain.Farewell.PeakBytes;
        return
        [
            outcome.Name,
            Cell.Mebibytes(outcome.Farewell.PeakBytes),
            Cell.Ratio(memory),
            Cell.Milliseconds(outcome.CpuSeconds / Deep.Steps),
            Cell.Ratio(outcome.CpuSeconds / plain.CpuSeconds),
            $"{outcome.Farewell.Figures["loss"]:F6}",
            outcome == plain ? "" : Cell.AtMost(Target, memory),
        ];
    }
}
