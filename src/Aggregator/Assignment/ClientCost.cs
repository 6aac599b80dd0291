namespace FedK8s.Aggregator.Assignment;

/// <summary>What training costs one client, by prediction. Our choice: arXiv:2506.05977 does not tell its model.</summary>
internal sealed class ClientCost
{
    private readonly StepCost _step;
    private readonly int _totalBlockCount;
    private readonly double _uploadSecondsPerByte;
    private readonly double _downloadSeconds;
    private readonly double _weightBytes;
    private readonly int _stateBytesPerParameter;
    private readonly long _activationBytesPerBlock;
    private readonly long _memoryBytes;

    /// <param name="client">Whose cost it is.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="batchesPerStep">Forward passes per optimiser step.</param>
    /// <param name="measuredOn">The network that a whole step was measured on, where it was another.</param>
    public ClientCost(AssignableClient client, ExpandedNetwork network, int batchesPerStep, ExpandedNetwork? measuredOn = null)
    {
        var step = StepCost.Of(client.Capability, measuredOn ?? network, batchesPerStep);
        IsMeasured = step is not null;
        _step = step ?? new(0, 0, 0, 0);
        _totalBlockCount = network.TotalBlockCount;
        _uploadSecondsPerByte = SecondsPerByte(client.UploadBytesPerSecond);
        _downloadSeconds = client.DownloadByteCount * SecondsPerByte(client.DownloadBytesPerSecond);
        _weightBytes = (double)network.BaseByteCount + network.All.ByteCount;
        _stateBytesPerParameter = network.StateBytesPerParameter;
        _activationBytesPerBlock = network.ActivationBytesPerBlock;
        _memoryBytes = client.Capability.MemoryBytes;
        StepCount = client.StepCount;
    }

    /// <summary>s: the client's steps of a round.</summary>
    public int StepCount { get; }

    /// <summary>Whether its speed is known. Otherwise it counts as fast enough for everything.</summary>
    public bool IsMeasured { get; }

    /// <summary>
    /// T_k(x) = s [(L + M) f + d(x) a + |x| w + overhead] + bytes(x) / beta_up + changed bytes / beta_down; of the transfers
    /// alone where the speed is not known.
    /// </summary>
    public double Seconds(in BlockLoad load) => Seconds(load, StepCount);

    /// <summary>The same for another number of steps.</summary>
    public double Seconds(in BlockLoad load, int stepCount) =>
        (stepCount * _step.Seconds(_totalBlockCount, load)) + (load.ByteCount * _uploadSecondsPerByte) + _downloadSeconds;

    /// <summary>
    /// Mem_k(x): all weights, gradient and optimiser state of what is trained, and activations of the blocks that the
    /// backward pass goes through, in bytes.
    /// </summary>
    public double MemoryBytes(in BlockLoad load) =>
        _weightBytes + ((double)_stateBytesPerParameter * load.ParameterCount) + ((double)_activationBytesPerBlock * load.Depth);

    /// <summary>Whether there is memory for it.</summary>
    public bool HasMemory(in BlockLoad load) => MemoryBytes(load) <= _memoryBytes;

    /// <summary>Whether the client can train these blocks in that time, with all its steps.</summary>
    public bool Fits(in BlockLoad load, double roundSeconds) =>
        (!IsMeasured || Seconds(load) <= roundSeconds) && HasMemory(load);

    /// <summary>
    /// The most steps, up to its own, that it can take on these blocks in that time; below 1 where not even one.
    /// </summary>
    public int StepsWithin(in BlockLoad load, double roundSeconds)
    {
        if (!IsMeasured)
        {
            return StepCount;
        }

        var steps = (roundSeconds - Seconds(load, 0)) / _step.Seconds(_totalBlockCount, load);
        return steps >= StepCount ? StepCount : steps >= 1 ? (int)steps : 0;
    }

    private static double SecondsPerByte(double? bytesPerSecond) => bytesPerSecond is > 0 ? 1 / bytesPerSecond.Value : 0;
}
