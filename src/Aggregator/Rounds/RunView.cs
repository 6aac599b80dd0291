using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// What this process knows of the run's store. It is looked up when something says that it may have changed, and from time to
/// time; what the process wrote itself it knows without looking. It may be old: what depends on that is written conditionally.
/// </summary>
internal sealed class RunView
{
    private RunParts _stale = RunParts.All;

    public RunDocument? Document { get; set; }

    public Stored<RunActivity>? Activity { get; set; }

    public Stored<RunState>? State { get; set; }

    public RoundPlan? Plan { get; set; }

    /// <summary>The clients that have joined; null where a document cannot be read.</summary>
    public Dictionary<ClientId, JoinedClient?> Clients { get; } = [];

    public HashSet<RoundNumber> Checkpoints { get; } = [];

    /// <summary>The rounds that have been measured; null before the first look.</summary>
    public HashSet<RoundNumber>? Evaluated { get; set; }

    /// <summary>The reports that early stopping needs.</summary>
    public SortedDictionary<RoundNumber, EvaluationReport> Reports { get; } = [];

    public HashSet<TestSplitKey> TestSplits { get; } = [];

    /// <summary>The clients whose update of the open round lies in the store.</summary>
    public HashSet<ClientId> Submitted { get; } = [];

    /// <summary>Whether something that is not needed any more may lie in the store.</summary>
    public bool IsPruneDue { get; set; } = true;

    /// <summary>The open round's plan, where there is one.</summary>
    public RoundPlan? OpenPlan => State is { Value: var state } && Plan is { } plan
        && (plan.Round, plan.Attempt) == (state.Committed.Next, state.AbandonedAttempts + 1)
        ? plan
        : null;

    /// <summary>These parts are looked up before the next decision.</summary>
    public void MarkStale(RunParts parts) => _stale |= parts;

    /// <summary>What is to be looked up; nothing is afterwards.</summary>
    public RunParts TakeStale()
    {
        var stale = _stale;
        _stale = RunParts.None;
        return stale;
    }
}
