using FedK8s.Bench.Harness;

namespace FedK8s.Bench.Orchestration;

/// <summary>What one run took.</summary>
/// <param name="Size">Of the run.</param>
/// <param name="OpenedAt">When each round was heard to open.</param>
/// <param name="Aggregator">With what <see cref="Traffic"/> counted in it.</param>
/// <param name="Clients">With that as well, and the clients' <see cref="VirtualClients.Times"/>.</param>
internal sealed record OrchestrationFigures(
    OrchestrationSize Size, IReadOnlyDictionary<int, double> OpenedAt, Outcome Aggregator, Farewell Clients)
{
    /// <summary>Seconds from the last update of a round to the next round heard to be open, shortest first.</summary>
    public IReadOnlyList<double> ToOpened { get; } =
        [.. Size.Measured.Select(round => OpenedAt[round + 1] - Clients.Figures[VirtualClients.StoredAt(round)]).Order()];

    /// <summary>Seconds from the last update of a round to the last client asked in the next, shortest first.</summary>
    public IReadOnlyList<double> ToAsked { get; } =
    [
        .. Size.Measured.Select(round => Clients.Figures[VirtualClients.AskedAt(round + 1)]
            - Clients.Figures[VirtualClients.StoredAt(round)]).Order(),
    ];

    /// <summary>By nearest rank.</summary>
    public static double Percentile(IReadOnlyList<double> ordered, int percent) =>
        ordered[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * ordered.Count) - 1)];

    /// <summary>How many of a kind there were for each client and round.</summary>
    public double PerClient(Farewell who, string kind) =>
        who.Figures.GetValueOrDefault(Traffic.CountOf(kind)) / Size.ClientCount;

    /// <summary>Messages for each client and round, sent and received on both sides.</summary>
    public double MessagesPerClient => new[] { Aggregator.Farewell, Clients }.Sum(who =>
        PerClient(who, Traffic.Sent) + PerClient(who, Traffic.Received));

    /// <summary>Requests to the blob service for each client and round, by both sides.</summary>
    public double RequestsPerClient => Traffic.StoreKinds.Sum(kind => PerClient(Aggregator.Farewell, kind) + PerClient(Clients, kind));
}
