using FedK8s.Chaos.Blobs;
using FedK8s.Chaos.Runs;
using FedK8s.Core.Determinism;

namespace FedK8s.Chaos.Faults;

/// <summary>Faults at moments that chance picks, and two at a time. The same seed picks the same.</summary>
internal static class RandomScenarios
{
    private const int KillCount = 32;
    private const int PairCount = 24;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2); // about a round of the longest
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);
    private static readonly string[] Parties = [Step.Worker, "site-b", Step.Evaluator, Step.Aggregator];

    /// <summary>All of them.</summary>
    /// <param name="requests">How many requests each party sends in the undisturbed run of the longest rounds.</param>
    /// <param name="seed">The same seed, the same runs.</param>
    public static IEnumerable<Scenario> All(IReadOnlyDictionary<string, int> requests, long seed)
    {
        var random = new SeededRandom((ulong)seed);
        for (var number = 0; number < KillCount; number++)
        {
            var party = Parties[number % Parties.Length];
            yield return Of([AnyTime(new Blow.Kill(party), party)], "at any time");
        }

        for (var number = 0; number < PairCount; number++)
        {
            var (one, other) = (random.Any<string>(Parties), random.Any<string>(Parties));
            Blow[] second =
            [
                new Blow.Kill(other), new Blow.Pause(other, Short), new Blow.CutBus(other, Short),
                new Blow.CrashBroker(TimeSpan.FromSeconds(1)), new Blow.RestartBlobs(TimeSpan.FromSeconds(1)),
            ];
            var blow = second[number % second.Length];
            yield return Of([AnyTime(new Blow.Kill(one), one), AnyTime(blow, other)], "two at any time");
        }

        Fault.AtAnyTime AnyTime(Blow blow, string party) => new(
            party, 1 + random.Next(requests[party] * 2 / 3), LongestDelay * random.NextDouble(), blow);
    }

    private static Scenario Of(IReadOnlyList<Fault.AtAnyTime> faults, string when) => new(
        when, string.Join(" + ", faults.Select(Describe)), faults)
    {
        Shape = Shape.Long,
    };

    private static string Describe(Fault.AtAnyTime fault) => fault.Blow switch
    {
        Blow.Kill kill => $"{kill.Party} {fault.Blow.Name}",
        Blow.Pause pause => $"{pause.Party} {fault.Blow.Name}",
        Blow.CutBus cut => $"{cut.Party} {fault.Blow.Name}",
        _ => fault.Blow.Name,
    };
}
