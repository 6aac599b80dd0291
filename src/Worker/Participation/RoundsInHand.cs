using FedK8s.Contracts.Identity;

namespace FedK8s.Worker.Participation;

/// <summary>What is worked on right now, so that a command that comes again meanwhile is passed over.</summary>
internal sealed class RoundsInHand
{
    private readonly HashSet<RoundNumber> _inHand = [];

    /// <summary>Takes a round in hand until the result is disposed; null where it is in hand.</summary>
    public IDisposable? TryTake(RoundNumber round)
    {
        lock (_inHand)
        {
            return _inHand.Add(round) ? new Hold(this, round) : null;
        }
    }

    private sealed class Hold(RoundsInHand rounds, RoundNumber round) : IDisposable
    {
        public void Dispose()
        {
            lock (rounds._inHand)
            {
                rounds._inHand.Remove(round);
            }
        }
    }
}
