using System.Diagnostics;
using System.Text.Json;
using FedK8s.Bench.Harness;

namespace FedK8s.Bench.Quickstart;

/// <summary>
/// Runs the quickstart as a user does and splits its wall time into local training and everything else: start of the process,
/// reading, messages, intake, averaging, evaluation that training does not hide.
/// </summary>
internal static class QuickstartBenchmark
{
    // Share of the wall time that everything else may take.
    private const double Target = 0.10;

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var times = new List<QuickstartTimes>();
        for (var run = 1; run <= settings.Runs; run++)
        {
            times.Add(await RunOnceAsync(settings));
        }

        var median = times.OrderBy(time => time.OtherShare).ElementAt(times.Count / 2);
        var verdict = median.OtherShare < Target ? "reached" : "not reached";
        var table = new ResultTable(
            $"quickstart: median of {settings.Runs}",
            ["Total", "Training", "Everything else", "Share", "Target"],
            [[
                Cell.Seconds(median.TotalSeconds), Cell.Seconds(median.TrainingSeconds), Cell.Seconds(median.OtherSeconds),
                $"{median.OtherShare:P1}", $"below {Target:P0}: {verdict}",
            ]]);
        return new([table], new { target = Target, median, runs = times });
    }

    private static async Task<QuickstartTimes> RunOnceAsync(BenchmarkSettings settings)
    {
        var store = settings.Scratch("quickstart-store");
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            settings.Program,
            [
                "run", Path.Combine(settings.Repository, "k8s", "samples", "quickstart.yaml"),
                "--store", store, "--output", "json",
            ])
        {
            RedirectStandardOutput = true,
        })!; // null only where the shell executes the program
        var training = await ReadTrainingSecondsAsync(process.StandardOutput);
        await process.WaitForExitAsync();
        var total = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return process.ExitCode == 0 && training is not null
            ? new(total, training.Value)
            : throw new InvalidOperationException($"{settings.Program} ended with {process.ExitCode} after {total:F0} s.");
    }

    private static async Task<double?> ReadTrainingSecondsAsync(StreamReader output)
    {
        double? training = null;
        while (await output.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("event").GetString() == "finished")
            {
                training = json.RootElement.GetProperty("seconds").GetProperty("training").GetDouble();
            }
        }

        return training;
    }
}
