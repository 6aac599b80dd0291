using FedK8s.Chaos.Services;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Chaos.Runs;

/// <summary>How a run ended, and what of it is judged.</summary>
internal sealed record RunEnd
{
    /// <summary>How each party ended; null where it did not by itself.</summary>
    public required IReadOnlyDictionary<string, ServiceEnd?> Parties { get; init; }

    /// <summary>The run's state; null where there is none.</summary>
    public required RunState? State { get; init; }

    /// <summary>What lies in the store.</summary>
    public required StoreContent Content { get; init; }

    /// <summary>Whether every fault struck.</summary>
    public required bool HasStruck { get; init; }

    /// <summary>Judges it.</summary>
    /// <param name="undisturbed">What the undisturbed run left.</param>
    /// <param name="mayEndWith">Codes with which it may end instead.</param>
    public Outcome Judge(StoreContent undisturbed, IReadOnlyList<string> mayEndWith)
    {
        if (!HasStruck)
        {
            return new Outcome.Failed("the fault did not strike");
        }

        if (Crash() is { } crash)
        {
            return new Outcome.Failed(crash);
        }

        if (Conditions() is [_, ..] and var conditions)
        {
            return conditions is [var only] && mayEndWith.Contains(only)
                ? new Outcome.Ended(only)
                : new Outcome.Failed($"ended with {string.Join(" and ", conditions)}");
        }

        if (Parties.Where(party => party.Value is null).Select(party => party.Key).ToArray() is [_, ..] and var waiting)
        {
            return new Outcome.Failed($"{string.Join(", ", waiting)} did not end");
        }

        return State?.Phase != RunPhase.Complete
            ? new Outcome.Failed($"everyone ended, and the run is {State?.Phase.ToString() ?? "not begun"}")
            : Content.Losses(undisturbed) is var losses && losses.Any()
                ? new Outcome.Failed(string.Join("; ", losses))
                : new Outcome.SameBytes();
    }

    // A process may be killed by us, and end with a code that says that starting it again helps. It may not fall over.
    private string? Crash() => (
        from party in Parties
        from exit in party.Value?.Exits ?? []
        where exit is not (0 or ServiceEnd.Killed) && (!ServiceEnd.HasCode(exit) || ServiceEnd.IsInternalError(exit))
        select $"{party.Key} fell over with {ServiceEnd.CodeOf(exit)}").FirstOrDefault();

    private string[] Conditions()
    {
        var ends = Parties.Values.OfType<ServiceEnd>().Where(end => end.Exit != 0).Select(end => ServiceEnd.CodeOf(end.Exit));
        var all = ends.Append(State?.Phase == RunPhase.Failed ? State.Code : null).OfType<string>();
        return [.. all.Distinct().Order(StringComparer.Ordinal)];
    }
}
