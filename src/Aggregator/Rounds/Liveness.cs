using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Which clients are alive and take no steps: they are heard, again and again, to be training at the same step. One that is
/// silent is not among them: silence may be the broker's, and the round's deadline bounds it.
/// </summary>
internal sealed class Liveness
{
    // A process that was paused hears afterwards what was sent meanwhile: no turn of its loop counts for more.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    private readonly Dictionary<ClientId, Sign> _signs = [];
    private DateTimeOffset? _turnedAt;
    private TimeSpan _passed;

    /// <summary>The loop turns. Time passes here only so.</summary>
    public void Turn(DateTimeOffset now)
    {
        var turn = now - (_turnedAt ?? now);
        _passed += turn < LongestTurn ? turn : LongestTurn;
        _turnedAt = now;
    }

    /// <summary>A heartbeat came.</summary>
    public void Heard(TrainingProgressed heard)
    {
        if (heard.Stage is not WorkStage.Training)
        {
            _signs.Remove(heard.ClientId);
            return;
        }

        _signs[heard.ClientId] = _signs.TryGetValue(heard.ClientId, out var sign) && sign.IsSameStep(heard)
            ? sign with { LastAt = _passed }
            : new(heard.Round, heard.Attempt, heard.Step, _passed, _passed);
    }

    /// <summary>What was heard of a client is of a worker that is gone.</summary>
    public void Forget(ClientId client) => _signs.Remove(client);

    /// <summary>The clients that are stuck in an attempt, in ordinal order.</summary>
    /// <param name="plan">The attempt.</param>
    /// <param name="patience">How long a step may take.</param>
    public IReadOnlyList<ClientStuck> FindStuck(RoundPlan plan, TimeSpan patience) =>
    [
        .. from client in plan.Cohort
           let sign = _signs.GetValueOrDefault(client)
           where (sign.Round, sign.Attempt) == (plan.Round, plan.Attempt) && sign.LastAt - sign.FirstAt >= patience
           select new ClientStuck(
               plan.RunId, plan.Round, client, plan.Attempt, sign.Step, (int)(sign.LastAt - sign.FirstAt).TotalSeconds),
    ];

    private readonly record struct Sign(RoundNumber Round, int Attempt, int Step, TimeSpan FirstAt, TimeSpan LastAt)
    {
        public bool IsSameStep(TrainingProgressed heard) =>
            (Round, Attempt, Step) == (heard.Round, heard.Attempt, heard.Step);
    }
}
