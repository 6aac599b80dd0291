using FedK8s.Bench.Harness;
using FedK8s.Testing;

namespace FedK8s.Bench.RoundMemory;

/// <summary>
/// The peak memory of a process that judges and averages 16 updates of 256 MiB, everything else in the process included, over a
/// store in a folder and, where Azurite is installed, over one in a blob service.
/// </summary>
internal static class RoundMemoryBenchmark
{
    private const double Target = 1.25;

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var folder = settings.Scratch("round-memory");
        List<Outcome> outcomes = [await MeasureAsync("folder", $"file://{folder}/run", folder, connection: "")];
        Directory.Delete(folder, recursive: true);
        if (Azurite.IsInstalled)
        {
            folder = settings.Scratch("round-memory");
            await using (var service = await Azurite.StartAsync(Path.Combine(folder, "azurite"), port: 0, CancellationToken.None))
            {
                outcomes.Add(await MeasureAsync("az://, Azurite", "az://runs/large", folder, service.ConnectionString));
            }

            Directory.Delete(folder, recursive: true);
        }

        string[] columns = ["Store", "Peak memory", "of it own", "of it mapped files", "Peak / update", "Wall", "CPU", "Target"];
        return new(
            [
                new(
                    $"round-memory: {LargeRound.UpdateCount} updates of {Cell.Mebibytes(LargeRound.UpdateByteCount)}, judged and averaged",
                    columns,
                    [.. outcomes.Select(Row)]),
            ],
            outcomes);
    }

    private static async Task<Outcome> MeasureAsync(string name, string address, string folder, string connection)
    {
        string[] arguments = [address, Path.Combine(folder, "cache"), connection];
        await LargeRound.WriteAsync(RoundContestant.Open(arguments[0], arguments[1], arguments[2]));

        // A round can be closed once, and an aggregator that closes one has not closed others before.
        var outcomes = await Contest.RunAsync([BenchmarkSettings.Ours(name, "round", arguments)], repetitions: 1, warmUps: 0);
        return outcomes[0];
    }

    private static string[] Row(Outcome outcome)
    {
        var ratio = (double)outcome.Farewell.PeakBytes / LargeRound.UpdateByteCount;
        return
        [
            outcome.Name,
            Cell.Mebibytes(outcome.Farewell.PeakBytes),
            Cell.Mebibytes(outcome.Farewell.Figures["own"]),
            Cell.Mebibytes(outcome.Farewell.Figures["files"]),
            Cell.Ratio(ratio),
            Cell.Seconds(outcome.WallSeconds),
            Cell.Seconds(outcome.CpuSeconds),
            Cell.AtMost(Target, ratio),
        ];
    }
}
