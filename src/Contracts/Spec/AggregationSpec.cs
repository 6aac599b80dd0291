namespace FedK8s.Contracts.Spec;

/// <summary>How updates are averaged and which are refused.</summary>
public sealed record AggregationSpec
{
    /// <summary>Default FedAvg.</summary>
    public AggregationStrategy Strategy { get; init; } = AggregationStrategy.FedAvg;

    /// <summary>Default LeftOut.</summary>
    public AbsentBlocks AbsentBlocks { get; init; } = AbsentBlocks.LeftOut;

    /// <summary>
    /// beta of the server's momentum (arXiv:1909.06335, FedAvgM with the same learning rate): v = beta v + (average - w), w = w + v, tensor by
    /// tensor, where it was trained; from 0 (the default, none) to below 1.
    /// </summary>
    public double ServerMomentum { get; init; }

    /// <summary>Largest L2 distance of an update from the checkpoint that it started from; 0 (the default) for none.</summary>
    public double MaxUpdateNorm { get; init; }
}
