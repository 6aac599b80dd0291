using System.Net;
using FedK8s.Chaos.Blobs;
using FedK8s.Chaos.Bus;
using FedK8s.Chaos.Runs;
using FedK8s.Core.Errors;

namespace FedK8s.Chaos.Faults;

/// <summary>Every faulted run of the long version.</summary>
internal static class ScenarioList
{
    private static readonly TimeSpan PastTheLease = TimeSpan.FromSeconds(40); // of 30 s
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Briefly = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    /// <summary>All of them.</summary>
    /// <param name="requests">How many requests each party sends in the undisturbed run of the longest rounds.</param>
    /// <param name="seed">Of what is left to chance: the same seed, the same runs.</param>
    public static IReadOnlyList<Scenario> All(IReadOnlyDictionary<string, int> requests, long seed) =>
    [
        .. Pauses(),
        .. TwoAggregators(),
        .. Kills(),
        .. Commits(),
        .. Services(),
        .. Messages(seed),
        .. Disks(),
        .. RandomScenarios.All(requests, seed),
        .. Disturbances(),
    ];

    /// <summary>Those of the short version: one of each kind, on the shape that takes the least time.</summary>
    public static IReadOnlyList<Scenario> Short()
    {
        string[] names =
        [
            "aggregator: commit-state 3 / kill -9 before",
            "one of two aggregators: checkpoint-manifest / kill -9 before",
            "aggregator: plan / broker kill -9 after",
            "site-a: update-weights / blob service restart before",
            "site-a: update-manifest / kill -9 before",
            "evaluator: start-manifest / kill -9 after",
            "aggregator: commit-state / answer lost",
            "site-a: read-checkpoint / disk full 3 s before",
            "every queue / messages three times, late and out of order",
        ];
        IEnumerable<Scenario> all =
            [.. TwoAggregators(), .. Kills(), .. Commits(), .. Services(), .. Messages(seed: 1), .. Disks(), .. Disturbances()];
        return [.. names.Select(name => all.First(scenario => scenario.Name == name))];
    }

    /// <summary>Every step: killed before the service is asked, and in a later round killed when it has done what it was
    /// asked.</summary>
    public static IEnumerable<Scenario> Kills() => Step.All.SelectMany(step => new[]
    {
        At(step, isAfter: false, new Blow.Kill(step.Party), first: 1),
        At(step, isAfter: true, new Blow.Kill(step.Party), first: Math.Min(2, step.Times)),
    });

    /// <summary>Every commit of the run's state.</summary>
    public static IEnumerable<Scenario> Commits() =>
        from first in Enumerable.Range(1, Federation.Rounds + 2) // the start, each round, the end
        from isAfter in new[] { false, true }
        let step = Step.At(Step.Aggregator, BlobPoints.CommitState)
        select At(step, isAfter, new Blow.Kill(Step.Aggregator), first) with { Step = $"{step.Name} {first}" };

    /// <summary>Every step: refused, cut off, and done without an answer.</summary>
    public static IEnumerable<Scenario> Disturbances() => Step.All.SelectMany((step, number) => new[]
    {
        Disturbed(step, "answer lost", new Disturbance.LostAnswer()),
        step.Point.Verb.StartsWith("PUT", StringComparison.Ordinal)
            ? Disturbed(step, "request cut", new Disturbance.BrokenRequest())
            : Disturbed(step, "answer cut", new Disturbance.BrokenAnswer()),
        (number % 3) switch
        {
            0 => Disturbed(step, "503 twice", new Disturbance.Answer(HttpStatusCode.ServiceUnavailable), count: 2),
            1 => Disturbed(step, "429, Retry-After 1 s", new Disturbance.Answer(HttpStatusCode.TooManyRequests, ASecond)),
            _ => Disturbed(step, "500", new Disturbance.Answer(HttpStatusCode.InternalServerError)),
        },
    });

    /// <summary>A process stands still for longer than a lease lasts.</summary>
    public static IEnumerable<Scenario> Pauses() =>
        from step in new[]
        {
            Step.At(Step.Worker, BlobPoints.FetchCheckpoint),
            Step.At(Step.Worker, BlobPoints.UpdateWeights),
            Step.At(Step.Worker, BlobPoints.UpdateManifest),
            Step.At(Step.Evaluator, BlobPoints.StartManifest),
            Step.At(Step.Evaluator, BlobPoints.Evaluation),
            Step.At(Step.Aggregator, BlobPoints.Plan),
            Step.At(Step.Aggregator, BlobPoints.CommitState),
        }
        select At(step, isAfter: false, new Blow.Pause(step.Party, PastTheLease), first: 1);

    /// <summary>Two aggregators at once, and the one at work stands still until the other has taken over, or dies.</summary>
    public static IEnumerable<Scenario> TwoAggregators()
    {
        var steps = new[]
        {
            BlobPoints.Plan, BlobPoints.FetchUpdate, BlobPoints.CheckpointWeights, BlobPoints.CheckpointManifest,
            BlobPoints.CommitState, BlobPoints.PruneUpdate,
        };
        return
            from point in steps
            from blow in new Blow[] { new Blow.Pause(Step.Aggregator, PastTheLease), new Blow.Kill(Step.Aggregator) }
            from isAfter in new[] { false, true }
            where !isAfter || blow is Blow.Pause
            let alone = At(Step.At(Step.Aggregator, point), isAfter, blow, first: 1)
            select alone with { Step = $"one of two aggregators: {point.Name}", Aggregators = 2 };
    }

    /// <summary>Broker and blob service go, at the steps where someone needs them next.</summary>
    public static IEnumerable<Scenario> Services()
    {
        var steps = new[]
        {
            Step.At(Step.Worker, BlobPoints.Join), Step.At(Step.Worker, BlobPoints.FetchCheckpoint),
            Step.At(Step.Worker, BlobPoints.UpdateWeights), Step.At(Step.Worker, BlobPoints.UpdateManifest),
            Step.At(Step.Evaluator, BlobPoints.StartManifest), Step.At(Step.Aggregator, BlobPoints.Plan),
            Step.At(Step.Aggregator, BlobPoints.CheckpointManifest), Step.At(Step.Aggregator, BlobPoints.CommitState),
        };
        foreach (var (step, number) in steps.Select((step, number) => (step, number)))
        {
            var isAfter = number % 2 == 1;
            yield return At(step, isAfter, new Blow.CrashBroker(ASecond));
            yield return At(step, isAfter, new Blow.RestartBlobs(ASecond));
            yield return At(step, !isAfter, number % 2 == 0 ? new Blow.PauseBroker(Long) : new Blow.PauseBlobs(Long));
            yield return At(step, isAfter: false, new Blow.CutBus(step.Party, Briefly));
        }

        yield return At(steps[2], isAfter: false, new Blow.CrashBlobs(ASecond));
        yield return At(steps[6], isAfter: true, new Blow.CrashBlobs(ASecond));
        foreach (var party in new[] { Step.Worker, Step.Evaluator, Step.Aggregator })
        {
            var step = Step.All.First(step => step.Party == party && step.Times > 1);
            yield return At(step, isAfter: false, new Blow.Terminate(party));
        }
    }

    /// <summary>Messages are lost, and come more than once.</summary>
    public static IEnumerable<Scenario> Messages(long seed)
    {
        var queues = BusTap.QueuesOf(Federation.RunId, Federation.Clients).ToArray();
        var (worker, evaluator, aggregator) = (queues[0], queues[^2], queues[^1]);
        yield return Lost(Step.At(Step.Aggregator, BlobPoints.Plan), "a client's commands", worker);
        yield return Lost(Step.At(Step.Aggregator, BlobPoints.CheckpointManifest), "the evaluator's commands", evaluator);
        yield return Lost(Step.At(Step.Worker, BlobPoints.Join), "events", aggregator);
        yield return Lost(Step.At(Step.Worker, BlobPoints.UpdateManifest), "events", aggregator);
        yield return Lost(Step.At(Step.Evaluator, BlobPoints.StartManifest), "events", aggregator);
        yield return Lost(Step.At(Step.Evaluator, BlobPoints.Evaluation), "events", aggregator);
        var plan = Step.At(Step.Aggregator, BlobPoints.Plan);
        yield return At(plan, isAfter: false, new Blow.LoseMessages(aggregator, Time: null)) with { Fault = "events lost for good" };
        for (var time = 0; time < 4; time++)
        {
            var tripled = new Fault.Tripled(queues, LongestWait: TimeSpan.FromSeconds(1 + 2 * time), seed + time);
            yield return new("every queue", "messages three times, late and out of order", [tripled]);
        }

        foreach (var step in new[]
        {
            Step.At(Step.Worker, BlobPoints.UpdateManifest), Step.At(Step.Worker, BlobPoints.TestSplit),
            Step.At(Step.Evaluator, BlobPoints.Evaluation), plan,
        })
        {
            var cut = At(step, isAfter: true, new Blow.CutBus(step.Party, Briefly));
            var tripled = new Fault.Tripled(queues, LongestWait: TimeSpan.FromSeconds(3), seed);
            yield return cut with { Fault = $"messages three times + {cut.Fault}", Faults = [tripled, .. cut.Faults] };
        }
    }

    /// <summary>Disks are full.</summary>
    public static IEnumerable<Scenario> Disks()
    {
        foreach (var party in new[] { Step.Worker, Step.Evaluator, Step.Aggregator })
        {
            var step = Step.All.First(step => step.Party == party && step.Times > 1);
            yield return At(step, isAfter: false, new Blow.FillDisk(party, Briefly)) with { SmallDisks = [party] };
            yield return At(step, isAfter: false, new Blow.FillDisk(party, Time: null)) with
            {
                SmallDisks = [party],
                MayEndWith = [ExitCodes.DiskFull.Code],
            };
        }

        foreach (var point in new[] { BlobPoints.UpdateWeights, BlobPoints.UpdateManifest })
        {
            var step = Step.At(Step.Worker, point);
            yield return At(step, isAfter: false, new Blow.FillBlobDisk(Briefly)) with { HasSmallBlobDisk = true };
        }
    }

    /// <summary>A blow at a step.</summary>
    public static Scenario At(Step step, bool isAfter, Blow blow, int first = 1) => new(
        step.Name,
        $"{blow.Name} {(isAfter ? "after" : "before")}",
        [new Fault.AtStep(step.Party, step.Point, isAfter, blow, first), .. step.Besides])
    {
        Shape = step.Shape,
    };

    /// <summary>Disturbed requests at a step.</summary>
    public static Scenario Disturbed(Step step, string name, Disturbance disturbance, int count = 1) => new(
        step.Name,
        name,
        [new Fault.Disturbed(step.Party, step.Point, disturbance, First: Math.Min(2, step.Times), count), .. step.Besides])
    {
        Shape = step.Shape,
    };

    private static Scenario Lost(Step step, string what, string queue)
    {
        var scenario = At(step, isAfter: false, new Blow.LoseMessages(queue, Briefly));
        return scenario with { Fault = $"{what} lost for {Briefly.TotalSeconds:0} s" };
    }
}
