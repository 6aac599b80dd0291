using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// When to ask a worker again. A message may be lost, so silence is answered by asking; a worker at work may be silent for
/// long, so each repeated silence is granted twice the time.
/// </summary>
internal sealed class Reminders
{
    /// <summary>The first silence after which a worker is asked again.</summary>
    public static readonly TimeSpan FirstSilence = TimeSpan.FromSeconds(30);

    /// <summary>The longest silence.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(8);

    private readonly Dictionary<RunRequest, Sign> _signs = [];

    /// <summary>Whether to ask now; where it says so, it counts the request as made.</summary>
    public bool TryAsk(RunRequest request, DateTimeOffset now)
    {
        if (!_signs.TryGetValue(request, out var sign))
        {
            _signs[request] = new(now, FirstSilence);
            return true;
        }

        // A clock that was set back must not make the silence longer: what seems to lie ahead counts as over.
        if (sign.At <= now && now < sign.At + sign.Silence)
        {
            return false;
        }

        var doubled = sign.Silence * 2;
        _signs[request] = new(now, doubled < LongestSilence ? doubled : LongestSilence);
        return true;
    }

    /// <summary>A client is alive and at work: what it was asked is not to be repeated yet.</summary>
    public void Heard(ClientId client, DateTimeOffset now)
    {
        foreach (var request in OfClient(client))
        {
            _signs[request] = new(now, FirstSilence);
        }
    }

    /// <summary>What a client was asked before is to be asked again.</summary>
    public void Forget(ClientId client)
    {
        foreach (var request in OfClient(client))
        {
            _signs.Remove(request);
        }
    }

    /// <summary>Drops what is not awaited any more.</summary>
    public void Keep(IReadOnlyList<RunRequest> awaited)
    {
        foreach (var request in _signs.Keys.Except(awaited).ToArray())
        {
            _signs.Remove(request);
        }
    }

    private RunRequest[] OfClient(ClientId client) => [.. _signs.Keys.Where(request => request.Client == client)];

    private readonly record struct Sign(DateTimeOffset At, TimeSpan Silence);
}
