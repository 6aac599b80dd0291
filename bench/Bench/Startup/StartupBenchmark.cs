using System.Diagnostics;
using System.Text.Json;
using FedK8s.Bench.Harness;

namespace FedK8s.Bench.Startup;

/// <summary>
/// From the start of <c>fedk8s run</c> on the quickstart to the moment in which the first client takes its first step, and the
/// stations on the way, as the program's own events tell them. The run is then stopped.
/// </summary>
internal static class StartupBenchmark
{
    private const int Repetitions = 5;
    private const double TargetSeconds = 3;
    private const string FirstStep = "trainingProgressed";

    private static readonly (string Event, string Station)[] Stations =
    [
        ("clientJoined", "first client has joined"),
        ("roundOpened", "first round is open"),
        (FirstStep, "first client takes its first step"),
    ];

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var runs = new List<Dictionary<string, Moment>>();
        for (var run = 0; run < Repetitions; run++)
        {
            runs.Add(await RunOnceAsync(settings));
        }

        var rows = Stations.Select(station =>
        {
            var moment = Median(runs, station.Event);
            return (string[])
            [
                station.Station,
                Cell.Seconds(moment.WallSeconds),
                Cell.Seconds(moment.CpuSeconds),
                station.Event == FirstStep ? Cell.AtMost(TargetSeconds, Math.Round(moment.WallSeconds, 2)) : "",
            ];
        });
        return new([new($"startup: median of {Repetitions}", ["Station", "After", "CPU until then", "Target, s"], [.. rows])], runs);
    }

    private static Moment Median(List<Dictionary<string, Moment>> runs, string name) =>
        runs.Select(run => run[name]).OrderBy(moment => moment.WallSeconds).ElementAt(runs.Count / 2);

    private static async Task<Dictionary<string, Moment>> RunOnceAsync(BenchmarkSettings settings)
    {
        var manifest = Path.Combine(settings.Repository, "k8s", "samples", "quickstart.yaml");
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            settings.Program, ["run", manifest, "--store", settings.Scratch("startup-store"), "--output", "json"])
        {
            RedirectStandardOutput = true,
        })!; // null only where the shell executes the program
        var moments = new Dictionary<string, Moment>();
        while (!moments.ContainsKey(FirstStep) && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            process.Refresh();
            moments.TryAdd(
                json.RootElement.GetProperty("event").GetString()!, // every event has a name
                new(Stopwatch.GetElapsedTime(start).TotalSeconds, process.TotalProcessorTime.TotalSeconds));
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        return moments;
    }

    private readonly record struct Moment(double WallSeconds, double CpuSeconds);
}
