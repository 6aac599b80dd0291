using System.Diagnostics;
using System.Text.Json;

namespace FedK8s.Bench;

/// <summary>
/// Runs the quickstart as a user does and splits its wall time into local training and everything else: start of the process,
/// reading, messages, intake, averaging, evaluation that training does not hide.
/// </summary>
internal static class QuickstartBenchmark
{
    /// <summary>Share of the wall time that everything else may take.</summary>
    public const double Target = 0.10;

    public static async Task<QuickstartTimes> RunAsync(string repository, string program)
    {
        var store = Path.Combine(repository, "artifacts", "bench", "quickstart-store");
        if (Directory.Exists(store))
        {
            Directory.Delete(store, recursive: true);
        }

        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            program,
            ["run", Path.Combine(repository, "k8s", "samples", "quickstart.yaml"), "--store", store, "--output", "json"])
        {
            RedirectStandardOutput = true,
        })!; // null only where the shell executes the program
        var training = await ReadTrainingSecondsAsync(process.StandardOutput);
        await process.WaitForExitAsync();
        var total = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return process.ExitCode == 0 && training is not null
            ? new(total, training.Value)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode} after {total:F0} s.");
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
