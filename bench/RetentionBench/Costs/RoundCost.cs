namespace FedK8s.RetentionBench.Costs;

/// <summary>
/// How long a client's part of a round takes on a device, by the model that the product allocates with: a block's forward pass, the
/// gradient of its input and that of its weights take as long as each other.
/// </summary>
internal static class RoundCost
{
    /// <summary>
    /// tau of the fastest device: one block forward on one batch. Our choice, near what a core of today takes for the toy; a
    /// constant, so that the same run has the same simulated seconds everywhere.
    /// </summary>
    public const double BlockSeconds = 1e-3;

    /// <summary>T_k: s tau ((L + M) f + d a + sum x w), and the bytes over the connection.</summary>
    public static double Seconds(ClientLoad load, DeviceClass device)
    {
        var learning = load.Blocks + load.BackwardDepth + (2 * load.AddedBlocks) + load.TrainedBlocks;
        var guard = load.GuardShare * (learning + load.BaseBlocks); // the same once more, and the base's answer
        var computing = load.Steps * BlockSeconds * device.Slowness * (learning + guard);
        return computing + ((load.BytesUp + load.BytesDown) / device.BytesPerSecond);
    }

    /// <summary>One step of a model with a new block after each of its own, when all the new ones are trained.</summary>
    public static double ExpandedStepSeconds(int layers, DeviceClass device) =>
        BlockSeconds * device.Slowness * ((2 * layers) + DepthOf(layers, [.. Enumerable.Range(0, layers)], lowest: 0) + layers);

    /// <summary>d of new blocks.</summary>
    /// <param name="layers">L.</param>
    /// <param name="positions">After which base block each new one comes, from 0.</param>
    /// <param name="lowest">The lowest position that the client trains.</param>
    public static int DepthOf(int layers, IReadOnlyList<int> positions, int lowest) =>
        layers - 1 - lowest + positions.Count(position => position >= lowest);
}
