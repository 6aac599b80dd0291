using FedK8s.Aggregator.Measurements;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Everything that the next step of a run depends on, as it was at one moment.</summary>
internal sealed record RunObservation
{
    /// <summary>What is wanted of the run.</summary>
    public required FederatedRunSpec Spec { get; init; }

    /// <summary>When this process took the run up or, while the run is suspended before its start, now.</summary>
    public required DateTimeOffset TakenUp { get; init; }

    /// <summary>When the run was first taken up, or the last suspension ended.</summary>
    public required DateTimeOffset ActiveSince { get; init; }

    /// <summary>The state pointer; null before the first commit.</summary>
    public required Stored<RunState>? State { get; init; }

    /// <summary>When this process first saw the committed round committed.</summary>
    public required DateTimeOffset CommittedSince { get; init; }

    /// <summary>The clients of the spec that have joined, in ordinal order.</summary>
    public required IReadOnlyList<ClientId> Joined { get; init; }

    /// <summary>Those of <see cref="Joined"/> that have a test split.</summary>
    public required IReadOnlySet<ClientId> WithTestSplit { get; init; }

    /// <summary>The rounds whose checkpoint has its manifest, committed or not.</summary>
    public required IReadOnlySet<RoundNumber> Checkpoints { get; init; }

    /// <summary>The rounds whose checkpoint has been measured.</summary>
    public required IReadOnlySet<RoundNumber> Evaluated { get; init; }

    /// <summary>What early stopping looks at, in the order of the rounds; empty where it is not asked for.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>The test-split reports that are there, of rounds that were awaited in this process.</summary>
    public required IReadOnlySet<TestSplitKey> TestSplits { get; init; }

    /// <summary>The round after the committed one, where it has a plan.</summary>
    public required OpenRound? Open { get; init; }

    /// <summary>The clients of <see cref="Open"/>'s cohort whose update has its manifest.</summary>
    public required IReadOnlySet<ClientId> Submitted { get; init; }

    /// <summary>What clients have said that cannot go on and have not joined anew.</summary>
    public required IReadOnlyDictionary<ClientId, ClientFailed> Lost { get; init; }

    /// <summary>What the evaluator has said if it cannot go on; otherwise null.</summary>
    public required ClientFailed? LostEvaluator { get; init; }

    /// <summary>The last committed round; the start before the first commit.</summary>
    public RoundNumber Committed => State?.Value.Committed ?? RoundNumber.Start;

    /// <summary>Which attempt the round after the committed one is in or would be opened with, from 1.</summary>
    public int Attempt => (State?.Value.AbandonedAttempts ?? 0) + 1;

    /// <summary>The joined clients that can train, in ordinal order.</summary>
    public IReadOnlyList<ClientId> Available => [.. Joined.Where(client => !Lost.ContainsKey(client))];

    /// <summary>Committed checkpoints that are to be measured and are not yet, in order.</summary>
    public IReadOnlyList<RoundNumber> MissingEvaluations => [.. Due.Where(round => !Evaluated.Contains(round))];

    /// <summary>
    /// What clients are still to measure, in the order of rounds and clients. The report of a client that is lost is not awaited.
    /// </summary>
    public IReadOnlyList<TestSplitKey> MissingTestSplits =>
    [
        .. from round in Due
           from client in Available
           where WithTestSplit.Contains(client)
           let key = new TestSplitKey(round, client)
           where !TestSplits.Contains(key)
           select key,
    ];

    // One that is gone cannot be measured any more.
    private IEnumerable<RoundNumber> Due => State is null
        ? []
        : Checkpoints.Where(round => round <= Committed && EvaluationSchedule.IsDue(round, Spec)).Order();
}
