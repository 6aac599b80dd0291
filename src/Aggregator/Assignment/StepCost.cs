using FedK8s.Contracts.Capabilities;

namespace FedK8s.Aggregator.Assignment;

/// <summary>Seconds of the parts of one optimiser step on one client.</summary>
/// <param name="Forward">tau_k f: one block forward.</param>
/// <param name="ActivationGradient">tau_k a: one block backward, without gradients of its weights.</param>
/// <param name="WeightGradient">tau_k w: the gradients of one block's weights.</param>
/// <param name="Overhead">Whatever does not depend on blocks: embedding, head, optimiser.</param>
internal sealed record StepCost(double Forward, double ActivationGradient, double WeightGradient, double Overhead)
{
    /// <summary>
    /// The cost on a client. A step that was measured whole has the last word on the sum: what its blocks do not explain is
    /// overhead, and where they explain too much, all are cut alike. The two gradients cost the same, as each is one product
    /// where the forward pass has one; all three do where only the whole step was measured.
    /// </summary>
    /// <param name="capability">A step is one of the method before blocks are assigned: all new blocks are trained.</param>
    /// <param name="network">The network that it was measured on.</param>
    /// <param name="batchesPerStep">Forward passes per optimiser step.</param>
    /// <returns>Null where neither a step nor a block was measured.</returns>
    public static StepCost? Of(Capability capability, ExpandedNetwork network, int batchesPerStep)
    {
        var step = Measured(capability.StepSeconds);
        var forward = Measured(capability.BlockForwardSeconds);
        var gradient = Measured(capability.BlockBackwardSeconds) / 2;
        if (forward is null || gradient is null)
        {
            (forward, gradient) = (step, step);
        }

        if (forward is not { } f || gradient is not { } g)
        {
            return null;
        }

        var blocks = new StepCost(batchesPerStep * f, batchesPerStep * g, batchesPerStep * g, 0);
        var predicted = blocks.Seconds(network.TotalBlockCount, network.All);
        return step is not { } whole ? blocks
            : whole >= predicted ? blocks with { Overhead = whole - predicted }
            : blocks.Scaled(whole / predicted);
    }

    /// <summary>Seconds of one step: every block forward, those down to the lowest trained one backward.</summary>
    public double Seconds(int totalBlockCount, in BlockLoad load) =>
        (totalBlockCount * Forward) + (load.Depth * ActivationGradient) + (load.Count * WeightGradient) + Overhead;

    private StepCost Scaled(double factor) =>
        new(Forward * factor, ActivationGradient * factor, WeightGradient * factor, Overhead * factor);

    private static double? Measured(double? seconds) => seconds is > 0 and < double.PositiveInfinity ? seconds : null;
}
