namespace FedK8s.Contracts.Spec;

/// <summary>
/// When a run ends before <c>rounds.max</c>. Each round then waits until the checkpoint before it is measured, where a
/// measurement is due.
/// </summary>
public sealed record EarlyStoppingSpec
{
    /// <summary>The name of the evaluation task that is looked at.</summary>
    public required string Task { get; init; }

    /// <summary>Default Accuracy.</summary>
    public EvaluationMetric Metric { get; init; } = EvaluationMetric.Accuracy;

    /// <summary>The value that ends the run, at least it (accuracy) or at most it (loss); null for none.</summary>
    public double? Target { get; init; }

    /// <summary>Measurements in a row without a better one, after which the run ends, at least 1; null for no end.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much a measurement must be better than the best so far to count as better, from 0. Default 0.</summary>
    public double MinDelta { get; init; }
}
