using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// How long clients took for their parts of rounds, against what was predicted. What is learnt here goes with the process: predictions are
/// then as good as what was measured when the client joined.
/// </summary>
internal sealed class ClientSpeeds
{
    // A round in which a machine slept, or did something else, is not the machine's speed.
    private const double LargestCorrection = 10;

    private readonly Dictionary<(RoundNumber Round, int Attempt, ClientId Client), double> _seconds = [];
    private readonly Dictionary<ClientId, double> _corrections = [];

    /// <summary>Takes in what a client says of itself; what is no time is not listened to.</summary>
    public void Heard(UpdateSubmitted update)
    {
        if (update.Seconds is > 0 and < double.PositiveInfinity)
        {
            _seconds[(update.Round, update.Attempt, update.ClientId)] = update.Seconds.Value;
        }
    }

    /// <summary>
    /// What the client took for a round, and what was predicted; null where either is not known. The correction of later predictions
    /// follows from it: half of what it was, half of what it should have been.
    /// </summary>
    public (double Measured, double Predicted)? Compare(RoundPlan plan, ClientId client)
    {
        if (plan.Find(client)?.PredictedSeconds is not > 0
            || !_seconds.Remove((plan.Round, plan.Attempt, client), out var measured))
        {
            return null;
        }

        var predicted = plan.Find(client)!.PredictedSeconds!.Value; // there, by the lines above
        var correction = CorrectionOf(client);
        _corrections[client] = Math.Clamp(
            (correction + (correction * measured / predicted)) / 2, 1 / LargestCorrection, LargestCorrection);
        return (measured, predicted);
    }

    /// <summary>What the client's measured seconds are to be multiplied by; 1 where nothing is known.</summary>
    public double CorrectionOf(ClientId client) => _corrections.GetValueOrDefault(client, 1);
}
