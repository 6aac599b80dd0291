namespace FedK8s.Cli.Comparison;

/// <summary>What an arm reached: quality as the spread over its runs, effort and time as their sum.</summary>
internal sealed record ArmResult
{
    /// <summary>One of <see cref="Arms.Names"/>, or <c>start</c> for the base model.</summary>
    public required string Name { get; init; }

    public required int Runs { get; init; }

    public Spread? DownstreamAccuracy { get; init; }

    public Spread? DownstreamLoss { get; init; }

    public Spread? GeneralAccuracy { get; init; }

    public Spread? GeneralLoss { get; init; }

    /// <summary>On the clients' test splits; of the local-only arm each run's on its own client's.</summary>
    public Spread? ClientsAccuracy { get; init; }

    public Spread? ClientsLoss { get; init; }

    /// <summary>Accuracy on general tasks over the start's.</summary>
    public Spread? Retention { get; init; }

    public long? Steps { get; init; }

    public long? Examples { get; init; }

    /// <summary>Wall time; null where a part of it was not measured.</summary>
    public double? Seconds { get; init; }

    public double? TrainingSeconds { get; init; }

    /// <summary>The arm's result from those of its runs; at least one.</summary>
    public static ArmResult Of(string name, IReadOnlyList<RunOutcome> runs) => WithQuality(name, [.. runs.Select(run => run.End)]) with
    {
        Retention = Spread.Of(runs.Select(run => run.Retention)),
        Steps = runs.Sum(run => run.Effort.Steps),
        Examples = runs.Sum(run => run.Effort.Examples),
        Seconds = Sum(runs, seconds => seconds.Total),
        TrainingSeconds = Sum(runs, seconds => seconds.Training),
    };

    /// <summary>The model that every arm starts from. Each run measures its own clients' splits, so their mean is taken.</summary>
    public static ArmResult StartOf(IReadOnlyList<RunOutcome> runs) => WithQuality("start", [.. runs.Select(run => run.Start)]);

    private static ArmResult WithQuality(string name, IReadOnlyList<Quality> qualities) => new()
    {
        Name = name,
        Runs = qualities.Count,
        DownstreamAccuracy = Spread.Of(qualities.Select(quality => quality.DownstreamAccuracy)),
        DownstreamLoss = Spread.Of(qualities.Select(quality => quality.DownstreamLoss)),
        GeneralAccuracy = Spread.Of(qualities.Select(quality => quality.GeneralAccuracy)),
        GeneralLoss = Spread.Of(qualities.Select(quality => quality.GeneralLoss)),
        ClientsAccuracy = Spread.Of(qualities.Select(quality => quality.ClientsAccuracy)),
        ClientsLoss = Spread.Of(qualities.Select(quality => quality.ClientsLoss)),
    };

    private static double? Sum(IReadOnlyList<RunOutcome> runs, Func<ArmSeconds, double> part) =>
        runs.All(run => run.Seconds is not null) ? runs.Sum(run => part(run.Seconds!)) : null; // not null: checked before
}
