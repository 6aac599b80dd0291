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
    private readonly List<UpdateSubmitted> _submissions = [];
    private (RoundNumber Round, int Attempt) _announced;

    public RunId RunId => runId;

    /// <summary>When each worker was last asked, and last heard.</summary>
    public Reminders Reminders { get; } = new();

    /// <summary>The clients that cannot go on, with what they said.</summary>
    public IReadOnlyDictionary<ClientId, ClientFailed> Lost => new Dictionary<ClientId, ClientFailed>(_lost);

    /// <summary>What the evaluator said when it could not go on; otherwise null.</summary>
    public ClientFailed? LostEvaluator { get; private set; }

    /// <summary>Takes an event in.</summary>
    /// <returns>Whether it may change what the run does next; false for signs of life and for other runs' events.</returns>
    public bool Note(object @event, DateTimeOffset now)
    {
        switch (@event)
        {
            case TrainingProgressed progressed when progressed.RunId == runId:
                Reminders.Heard(progressed.ClientId, now);
                return false;
            case ClientFailed { ClientId: { } client } failed when failed.RunId == runId:
                _lost[client] = failed;
                return true;
            case ClientFailed failed when failed.RunId == runId:
                LostEvaluator = failed;
                return true;
            case ClientJoined joined when joined.RunId == runId:
                _lost.Remove(joined.ClientId);
                Reminders.Forget(joined.ClientId); // a worker that is new knows nothing of what its forerunner was asked
                return true;
            case UpdateSubmitted submitted when submitted.RunId == runId:
                _submissions.Add(submitted);
                return true;
            case CheckpointPrepared prepared:
                return prepared.RunId == runId;
            case CheckpointEvaluated evaluated:
                return evaluated.RunId == runId;
            default:
                return false;
        }
    }

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

    /// <summary>Drops the verdicts of rounds before <paramref name="round"/>, which nothing asks for any more.</summary>
    public void ForgetBefore(RoundNumber round)
    {
        foreach (var update in _verdicts.Keys.Where(update => update.Round < round))
        {
            _verdicts.Remove(update);
        }
    }
}
