using FedK8s.Bench.Harness;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.Folders;

/// <summary>
/// A model folder of 1 GiB in shards, loaded by the product and read by plain calls: how much longer it takes, and how much
/// memory beside the weights.
/// </summary>
internal static class ModelFolderBenchmark
{
    private const int Repetitions = 5;
    private const double WallTarget = 1.3;

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var (tables, figures) = (new List<ResultTable>(), new List<object>());
        foreach (var type in (TensorType[])[TensorType.F32, TensorType.BF16])
        {
            var folder = settings.Scratch($"model-{type}");
            LargeModel.Write(folder, type);
            foreach (var temperature in (string[])["warm", "cold"])
            {
                var outcomes = await Contest.RunAsync(Contestants(type, temperature, folder), Repetitions);
                tables.Add(Table($"folders: {type} shards, {temperature}", outcomes, LargeModel.ByteCount(folder)));
                figures.Add(new { type = $"{type}", temperature, outcomes });
            }

            Directory.Delete(folder, recursive: true);
        }

        return new(tables, figures);
    }

    private static IReadOnlyList<Contestant> Contestants(TensorType type, string temperature, string folder) =>
    [
        BenchmarkSettings.Ours("read calls into new memory", "model-folder", "new", temperature, folder),
        BenchmarkSettings.Ours("read calls into 1 MiB", "model-folder", "small", temperature, folder),
        BenchmarkSettings.Ours("FedK8s, to float32", "model-folder", "Float32", temperature, folder),
        .. type == TensorType.BF16
            ? [BenchmarkSettings.Ours("FedK8s, to bfloat16", "model-folder", "BFloat16", temperature, folder)]
            : Array.Empty<Contestant>(),
    ];

    private static ResultTable Table(string title, IReadOnlyList<Outcome> outcomes, long byteCount) => new(
        title,
        ["Contestant", "Wall", "CPU", "Rate", "Memory taken / files", "Wall / first", "Target"],
        [.. outcomes.Select(outcome => new[]
        {
            outcome.Name,
            Cell.Milliseconds(outcome.WallSeconds),
            Cell.Milliseconds(outcome.CpuSeconds),
            Cell.Rate(byteCount, outcome.WallSeconds),
            Cell.Ratio(outcome.Farewell.Figures["growth"] / byteCount),
            Cell.Ratio(outcome.WallSeconds / outcomes[0].WallSeconds),
            !outcome.Name.StartsWith("FedK8s", StringComparison.Ordinal) ? "" : Cell.AtMost(WallTarget, outcome.WallSeconds / outcomes[0].WallSeconds),
        })]);
}
