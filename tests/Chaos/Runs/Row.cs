using FedK8s.Chaos.Faults;

namespace FedK8s.Chaos.Runs;

/// <summary>A faulted run and what became of it.</summary>
/// <param name="Scenario">The faults.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Leftovers">Blobs that an undisturbed run does not leave, where it came to the same bytes.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Row(Scenario Scenario, Outcome Outcome, IReadOnlyList<string> Leftovers, double Seconds)
{
    /// <summary>What everyone said, where it did not come to what was allowed; otherwise empty.</summary>
    public string Logs { get; init; } = "";


    public override string ToString() =>
        $"{Scenario.Name}: {Outcome}{(Leftovers.Count == 0 ? "" : $" (left behind: {string.Join(", ", Leftovers)})")}";
}
