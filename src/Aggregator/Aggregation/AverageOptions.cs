using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>How updates are averaged.</summary>
internal sealed record AverageOptions
{
    /// <summary>The checkpoint's tensors that are wanted; null for all.</summary>
    public IReadOnlySet<string>? Names { get; init; }

    /// <summary>Flora sums up products of LoRA's factors instead of averaging them.</summary>
    public AggregationStrategy Strategy { get; init; } = AggregationStrategy.FedAvg;

    /// <summary>Whether a client counts as having sent back unchanged what it did not send.</summary>
    public bool CountsAbsent { get; init; }

    /// <summary>Carries the last round's change on; null for none.</summary>
    public ServerMomentum? Momentum { get; init; }
}
