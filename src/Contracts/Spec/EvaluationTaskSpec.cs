namespace FedK8s.Contracts.Spec;

/// <summary>A set of examples that the evaluator measures every so often.</summary>
public sealed record EvaluationTaskSpec
{
    /// <summary>Unique among the run's tasks.</summary>
    public required string Name { get; init; }

    /// <summary>Default Downstream.</summary>
    public EvaluationTaskKind Kind { get; init; } = EvaluationTaskKind.Downstream;

    /// <summary>The examples; all of them are used.</summary>
    public required DataSpec Data { get; init; }
}
