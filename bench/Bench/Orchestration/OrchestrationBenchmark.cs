using FedK8s.Bench.Harness;

namespace FedK8s.Bench.Orchestration;

/// <summary>
/// What a round costs beside training: clients that train nothing, and everything else as it is in a cluster, the aggregator's
/// program, RabbitMQ and a blob service (Azurite), all on this machine.
/// </summary>
internal static class OrchestrationBenchmark
{
    // Milliseconds from the last update to the next round, at the first of the sizes.
    private const double Target = 50;

    // Operations for each client and round over those at the first of the sizes: more would be more than linear growth.
    private const double TargetGrowth = 1.1;

    private static readonly OrchestrationSize[] Sizes = [new(8, 60, 120), new(64, 10, 40), new(512, 2, 10)];

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var medians = new List<OrchestrationFigures>();
        foreach (var size in Sizes)
        {
            var runs = new List<OrchestrationFigures>();
            for (var run = 1; run <= settings.Runs; run++)
            {
                runs.Add(await OrchestrationRun.MeasureAsync(settings, size));
            }

            medians.Add(runs.OrderBy(figures => OrchestrationFigures.Percentile(figures.ToOpened, 50)).ElementAt(runs.Count / 2));
        }

        return new(
            [
                new(
                    $"orchestration: from the last update to the next round, median of {settings.Runs}",
                    ["Clients", "Rounds", "Open, p50", "Open, p95", "All asked, p50", "All asked, p95", "Aggregator's CPU a round", "Peak memory", "p50 / target", "Target, ms"],
                    [.. medians.Select(Latency)]),
                new(
                    "orchestration: messages for each client and round",
                    ["Clients", "Aggregator sends", "Clients send", "Aggregator receives", "Clients receive", "All", "All / first", "Target"],
                    [.. medians.Select(figures => Messages(figures, medians[0]))]),
                new(
                    "orchestration: requests to the blob service for each client and round",
                    ["Clients", "Of", .. Traffic.StoreKinds, "All", "All of both / first", "Target"],
                    [.. medians.SelectMany(figures => Requests(figures, medians[0]))]),
                new(
                    "orchestration: milliseconds that one takes the aggregator, on average",
                    ["Clients", .. Traffic.StoreKinds, "message sent"],
                    [.. medians.Select(Durations)]),
            ],
            medians);
    }

    private static string[] Latency(OrchestrationFigures figures)
    {
        var median = OrchestrationFigures.Percentile(figures.ToOpened, 50);
        return
        [
            $"{figures.Size.ClientCount}",
            $"{figures.Size.MeasuredCount}",
            Cell.Milliseconds(median),
            Cell.Milliseconds(OrchestrationFigures.Percentile(figures.ToOpened, 95)),
            Cell.Milliseconds(OrchestrationFigures.Percentile(figures.ToAsked, 50)),
            Cell.Milliseconds(OrchestrationFigures.Percentile(figures.ToAsked, 95)),
            Cell.Milliseconds(figures.Aggregator.CpuSeconds / figures.Size.RoundCount),
            Cell.Mebibytes(figures.Aggregator.Farewell.PeakBytes),
            Cell.Ratio(median * 1000 / Target),
            figures.Size == Sizes[0] ? Cell.AtMost(Target, Math.Round(median * 1000, 1)) : "",
        ];
    }

    private static string[] Messages(OrchestrationFigures figures, OrchestrationFigures first) =>
    [
        $"{figures.Size.ClientCount}",
        Count(figures.PerClient(figures.Aggregator.Farewell, Traffic.Sent)),
        Count(figures.PerClient(figures.Clients, Traffic.Sent)),
        Count(figures.PerClient(figures.Aggregator.Farewell, Traffic.Received)),
        Count(figures.PerClient(figures.Clients, Traffic.Received)),
        Count(figures.MessagesPerClient),
        .. Growth(figures.MessagesPerClient, first.MessagesPerClient),
    ];

    private static IEnumerable<string[]> Requests(OrchestrationFigures figures, OrchestrationFigures first)
    {
        foreach (var (who, name) in new[] { (figures.Aggregator.Farewell, "aggregator"), (figures.Clients, "clients") })
        {
            double[] counts = [.. Traffic.StoreKinds.Select(kind => figures.PerClient(who, kind))];
            yield return
            [
                $"{figures.Size.ClientCount}", name, .. counts.Select(Count), Count(counts.Sum()),
                .. who == figures.Clients ? Growth(figures.RequestsPerClient, first.RequestsPerClient) : ["", ""],
            ];
        }
    }

    private static string[] Durations(OrchestrationFigures figures) =>
    [
        $"{figures.Size.ClientCount}",
        .. Traffic.StoreKinds.Append(Traffic.Sent).Select(kind =>
            figures.Aggregator.Farewell.Figures.TryGetValue(Traffic.SecondsOf(kind), out var seconds) ? $"{seconds * 1000:F1}" : ""),
    ];

    private static string[] Growth(double found, double first) =>
        [Cell.Ratio(found / first), found == first ? "" : Cell.AtMost(TargetGrowth, Math.Round(found / first, 2))];

    private static string Count(double count) => $"{count:F2}";
}
