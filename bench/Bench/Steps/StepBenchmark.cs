using FedK8s.Bench.Harness;
using FedK8s.Worker.Export;

namespace FedK8s.Bench.Steps;

/// <summary>
/// The training step: the product against PyTorch on the same libtorch, with the same start weights, tokens, optimiser and
/// clipping, one thread each. The losses must agree, or it is not the same training.
/// </summary>
internal static class StepBenchmark
{
    private const int Repetitions = 3;
    private const double Target = 1.0;
    private const double AllowedDifference = 0.02; // LoRA starts from random numbers of its own in each language

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var root = settings.Scratch("steps");
        var rows = new List<IReadOnlyList<string>>();
        var figures = new List<object>();
        foreach (var (family, targets) in ((string, string)[])[("decoder", "q_proj,v_proj"), ("encoder", "query,value")])
        {
            foreach (var shape in StepShape.All)
            {
                var folder = Path.Combine(root, $"{family}-{shape.Width}");
                BaseModelFactory.Create(shape.Config(family), seed: 1, folder);
                foreach (var (name, method) in ((string, string)[])[("full", "full"), ("LoRA", $"lora,{targets}")])
                {
                    var outcomes = await CompareAsync(settings, shape, folder, method);
                    rows.Add(Row($"{family}, {shape.Name}, {name}", shape.Steps, outcomes));
                    figures.Add(new { family, shape.Name, method = name, outcomes });
                    Console.Error.WriteLine(string.Join("  ", rows[^1])); // the whole takes minutes
                }
            }
        }

        Directory.Delete(root, recursive: true);
        string[] columns =
            ["Model", "FedK8s CPU", "PyTorch CPU", "CPU ratio", "Wall ratio", "FedK8s peak", "PyTorch peak", "Loss", "Target"];
        return new([new("steps: milliseconds a step", columns, rows)], figures);
    }

    private static async Task<IReadOnlyList<Outcome>> CompareAsync(
        BenchmarkSettings settings, StepShape shape, string folder, string method)
    {
        var arguments = shape.Arguments(folder, method);
        var outcomes = await Contest.RunAsync(
            [
                BenchmarkSettings.Ours("FedK8s", "step", [.. arguments]) with { KeepsMemory = true },
                settings.Python("PyTorch", "step.py", [.. arguments]) with { KeepsMemory = true },
            ],
            Repetitions,
            shape.WarmUps);
        var losses = outcomes.Select(outcome => outcome.Farewell.Figures["loss"]).ToArray();
        return Math.Abs((losses[0] / losses[1]) - 1) <= AllowedDifference
            ? outcomes
            : throw new InvalidOperationException($"{folder}, {method}: the losses are {losses[0]} and {losses[1]}.");
    }

    private static string[] Row(string name, int steps, IReadOnlyList<Outcome> outcomes)
    {
        var (ours, theirs) = (outcomes[0], outcomes[1]);
        var ratio = ours.CpuSeconds / theirs.CpuSeconds;
        return
        [
            name,
            Cell.Milliseconds(ours.CpuSeconds / steps),
            Cell.Milliseconds(theirs.CpuSeconds / steps),
            Cell.Ratio(ratio),
            Cell.Ratio(ours.WallSeconds / theirs.WallSeconds),
            Cell.Mebibytes(ours.Farewell.PeakBytes),
            Cell.Mebibytes(theirs.Farewell.PeakBytes),
            $"{ours.Farewell.Figures["loss"]:F4} {theirs.Farewell.Figures["loss"]:F4}",
            Cell.AtMost(Target, Math.Round(ratio, 2)),
        ];
    }
}
