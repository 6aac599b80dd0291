using FedK8s.Chaos.Blobs;
using FedK8s.Chaos.Runs;

namespace FedK8s.Chaos.Faults;

/// <summary>The steps of the protocol at which parties are struck, once each.</summary>
/// <param name="Party">Who takes it.</param>
/// <param name="Point">What it looks like to the blob service.</param>
internal sealed record Step(string Party, BlobPoint Point)
{
    public const string Worker = "site-a";
    public const string Evaluator = "evaluator";
    public const string Aggregator = "aggregator";

    // A lease is renewed after 10 s, and a run need not take that long.
    private static readonly Fault Wait = new Fault.Disturbed(
        Evaluator,
        BlobPoints.StartWeights,
        new Disturbance.Before(() => Task.Delay(TimeSpan.FromSeconds(12)), PassesOn: true));

    /// <summary>What is trained so that the step is there.</summary>
    public Shape Shape { get; init; } = Shape.Quick;

    /// <summary>What else it takes for the step to be there.</summary>
    public IReadOnlyList<Fault> Besides { get; init; } = [];

    /// <summary>How often a run takes it at least.</summary>
    public int Times { get; init; } = Federation.Rounds;

    public string Name => $"{Party}: {Point.Name}";

    /// <summary>All of them, in the order of a run.</summary>
    public static IReadOnlyList<Step> All { get; } =
    [
        new(Worker, BlobPoints.ReadRun) { Times = 1 },
        new(Worker, BlobPoints.Join) { Times = 1 },
        new(Worker, BlobPoints.ReadCheckpoint),
        new(Worker, BlobPoints.FetchCheckpoint),
        new(Worker, BlobPoints.StageUpdate) { Shape = Shape.Large },
        new(Worker, BlobPoints.CommitUpdate) { Shape = Shape.Large },
        new(Worker, BlobPoints.UpdateWeights),
        new(Worker, BlobPoints.UpdateManifest),
        new(Worker, BlobPoints.TestSplit),
        new(Evaluator, BlobPoints.ReadRun) { Times = 1 },
        new(Evaluator, BlobPoints.StartWeights) { Times = 1 },
        new(Evaluator, BlobPoints.StartManifest) { Times = 1 },
        new(Evaluator, BlobPoints.FetchCheckpoint),
        new(Evaluator, BlobPoints.Evaluation),
        new(Aggregator, BlobPoints.AcquireLease) { Times = 1 },
        new(Aggregator, BlobPoints.RenewLease) { Times = 1, Besides = [Wait] },
        new(Aggregator, BlobPoints.Observe),
        new(Aggregator, BlobPoints.List),
        new(Aggregator, BlobPoints.Plan),
        new(Aggregator, BlobPoints.ReadUpdate),
        new(Aggregator, BlobPoints.FetchUpdate),
        new(Aggregator, BlobPoints.StageCheckpoint) { Shape = Shape.Large },
        new(Aggregator, BlobPoints.CommitCheckpoint) { Shape = Shape.Large },
        new(Aggregator, BlobPoints.CheckpointWeights),
        new(Aggregator, BlobPoints.CheckpointManifest),
        new(Aggregator, BlobPoints.CommitState),
        new(Aggregator, BlobPoints.PruneUpdate),
        new(Aggregator, BlobPoints.PruneCheckpoint),
        new(Aggregator, BlobPoints.ReleaseLease) { Times = 1 },
    ];

    public static Step At(string party, BlobPoint point) => All.Single(step => step.Party == party && step.Point == point);
}
