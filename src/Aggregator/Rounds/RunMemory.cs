using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// What this process has heard and concluded about its run. Losing it costs time and never correctness: verdicts follow from
/// the store, and whoever is lost will say so again. Only the run's loop touches it.
/// </summary>
internal sealed class RunMemory(RunId runId)
{
    private readonly Dictionary<ClientId, ClientFailed> _lost = [];
    private readonly Dictionary<UpdateKey, Verdict> _verdicts = [];
    private readonly HashSet<UpdateKey> _counted = [];
    private readonly HashSet<UpdateKey> _heard = [];
    private readonly HashSet<UpdateKey> _stuck = [];
    private readonly List<UpdateSubmitted> _submissions = [];
    private (RoundNumber Round, int Attempt) _announced;

    public RunId RunId => runId;

    /// <summary>When each worker was last asked, and last heard.</summary>
    public Reminders Reminders { get; } = new();

    /// <summary>The clients that cannot go on, with what they said.</summary>
    public IReadOnlyDictionary<ClientId, ClientFailed> Lost => new Dictionary<ClientId, ClientFailed>(_lost);

    /// <summary>What the evaluator said when it could not go on; otherwise null.</summary>
    public ClientFailed? LostEvaluator { get; private set; }

    /// <summary>How long clients took.</summary>
    public ClientSpeeds Speeds { get; } = new();

    /// <summary>Which clients take no steps.</summary>
    public Liveness Liveness { get; } = new();

    /// <summary>Takes an event in.</summary>
    /// <returns>What it may change; nothing for signs of life and for other runs' events.</returns>
    public RunParts Note(object @event, DateTimeOffset now)
    {
        switch (@event)
        {
            case TrainingProgressed progressed when progressed.RunId == runId:
                Reminders.Heard(progressed.ClientId, now);
                Liveness.Heard(progressed);
                return RunParts.None;
            case ClientFailed { ClientId: { } client } failed when failed.RunId == runId:
                _lost[client] = failed;
                return RunParts.Memory;
            case ClientFailed failed when failed.RunId == runId:
                LostEvaluator = failed;
                return RunParts.Memory;
            case ClientJoined joined when joined.RunId == runId:
                _lost.Remove(joined.ClientId);
                Reminders.Forget(joined.ClientId); // a worker that is new knows nothing of what its forerunner was asked
                Liveness.Forget(joined.ClientId);
                return RunParts.Clients;
            case UpdateSubmitted submitted when submitted.RunId == runId:
                _submissions.Add(submitted);
                Speeds.Heard(submitted);
                _heard.Add(new(submitted.Round, submitted.Attempt, submitted.ClientId));
                return RunParts.Memory;
            case CheckpointPrepared prepared when prepared.RunId == runId:
                return RunParts.Checkpoints;
            case CheckpointEvaluated evaluated when evaluated.RunId == runId:
                return RunParts.Reports;
            case TestSplitEvaluated evaluated when evaluated.RunId == runId:
                return RunParts.Reports;
            default:
                return RunParts.None;
        }
    }

    /// <summary>Whether this update is said to be in the store.</summary>
    public bool HasHeardOf(UpdateKey update) => _heard.Contains(update);

    /// <summary>This update is not in the store, whatever was said.</summary>
    public void Retract(UpdateKey update) => _heard.Remove(update);

    /// <summary>Whether a client that is stuck in this attempt was not announced yet; from now on it is.</summary>
    public bool TryAnnounce(ClientStuck stuck) => _stuck.Add(new(stuck.Round, stuck.Attempt, stuck.ClientId));

    /// <summary>The submissions heard of since the last call.</summary>
    public IReadOnlyList<UpdateSubmitted> TakeSubmissions()
    {
        UpdateSubmitted[] taken = [.. _submissions];
        _submissions.Clear();
        return taken;
    }

    /// <summary>Keeps a verdict; a later one on the same update replaces it.</summary>
    public void Record(UpdateKey update, Verdict verdict)
    {
        _verdicts[update] = verdict;
        _counted.Add(update);
    }

    /// <summary>Whether this update has not been counted yet, as accepted, rejected or late; from now on it is.</summary>
    public bool TryCount(UpdateKey update) => _counted.Add(update);

    /// <summary>The verdicts on a round's updates.</summary>
    public IReadOnlyDictionary<ClientId, Verdict> VerdictsOf(RoundPlan plan) => _verdicts
        .Where(pair => pair.Key.Round == plan.Round && pair.Key.Attempt == plan.Attempt)
        .ToDictionary(pair => pair.Key.ClientId, pair => pair.Value);

    /// <summary>Whether this process has not announced this attempt yet; from now on it has.</summary>
    public bool TryAnnounce(RoundPlan plan)
    {
        var isNews = _announced != (plan.Round, plan.Attempt);
        _announced = (plan.Round, plan.Attempt);
        return isNews;
    }

    /// <summary>Drops what concerns rounds before <paramref name="round"/>, which nothing asks for any more.</summary>
    public void ForgetBefore(RoundNumber round)
    {
        foreach (var update in _verdicts.Keys.Where(update => update.Round < round))
        {
            _verdicts.Remove(update);
        }

        _heard.RemoveWhere(update => update.Round < round);
        _stuck.RemoveWhere(update => update.Round < round);
    }
}
