namespace FedK8s.Contracts.Spec;

/// <summary>How updates are averaged and which are refused.</summary>
public sealed record AggregationSpec
{
    /// <summary>Default FedAvg.</summary>
    public AggregationStrategy Strategy { get; init; } = AggregationStrategy.FedAvg;

    /// <summary>Largest L2 distance of an update from the checkpoint that it started from; 0 (the default) for none.</summary>
    public double MaxUpdateNorm { get; init; }
}
