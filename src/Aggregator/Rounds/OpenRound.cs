using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>One attempt at a round, as far as it is known.</summary>
/// <param name="Plan">What was asked of whom.</param>
/// <param name="Deadline">When waiting ends; <see cref="RoundDeadline"/>.</param>
/// <param name="Verdicts">On the updates judged so far.</param>
/// <param name="Lost">Clients that will not deliver any more.</param>
/// <param name="Stuck">Clients that take no steps.</param>
internal sealed record OpenRound(
    RoundPlan Plan,
    DateTimeOffset Deadline,
    IReadOnlyDictionary<ClientId, Verdict> Verdicts,
    IReadOnlySet<ClientId> Lost,
    IReadOnlySet<ClientId> Stuck)
{
    /// <summary>The updates to average, in ordinal order of the clients.</summary>
    public IReadOnlyList<Stored<UpdateManifest>> Accepted =>
        [.. Plan.Cohort.Select(client => Verdicts.GetValueOrDefault(client)).OfType<Verdict.Accepted>().Select(verdict => verdict.Update)];

    /// <summary>The clients whose updates were judged unfit, with the reasons, in ordinal order.</summary>
    public IReadOnlyList<(ClientId Client, Verdict.Rejected Verdict)> Rejected =>
        [.. from client in Plan.Cohort
            let verdict = Verdicts.GetValueOrDefault(client) as Verdict.Rejected
            where verdict is not null
            select (client, verdict)];

    /// <summary>The clients that may still deliver, in ordinal order.</summary>
    public IReadOnlyList<ClientId> Awaited =>
        [.. Plan.Cohort.Where(client => !Verdicts.ContainsKey(client) && !Lost.Contains(client) && !Stuck.Contains(client))];

    /// <summary>Enough updates are accepted for an average.</summary>
    public bool HasQuorum => Accepted.Count >= Plan.Quorum;

    /// <summary>Enough updates are accepted or may still come.</summary>
    public bool CanReachQuorum => Accepted.Count + Awaited.Count >= Plan.Quorum;
}
