namespace FedK8s.Contracts.Spec;

/// <summary>What is measured, and how often. The start and the last round are always measured.</summary>
public sealed record EvaluationSpec
{
    /// <summary>Rounds between two evaluations; 0 leaves out all but the first and the last. Default 1.</summary>
    public int EveryRounds { get; init; } = 1;

    /// <summary>Beside each client's own test split.</summary>
    public IReadOnlyList<EvaluationTaskSpec> Tasks { get; init; } = [];

    /// <summary>When the run ends before <c>rounds.max</c>; null (the default) for never.</summary>
    public EarlyStoppingSpec? EarlyStopping { get; init; }
}
