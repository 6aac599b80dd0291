namespace FedK8s.Contracts.Capabilities;

/// <summary>What a client says it can carry, measured by its worker when it joins.</summary>
public sealed record Capability
{
    /// <summary>The device that trains: <c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Memory that training may use, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Whether local training runs in bfloat16 there.</summary>
    public required bool UsesBFloat16 { get; init; }

    /// <summary>Seconds of one optimiser step on the spec's batch; null where it was not measured.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>Seconds of one block's forward pass on one batch; null where it was not measured.</summary>
    public double? BlockForwardSeconds { get; init; }

    /// <summary>Seconds of one block's backward pass on one batch; null where it was not measured.</summary>
    public double? BlockBackwardSeconds { get; init; }

    /// <summary>Bytes a second to the store; null where it was not measured, or nothing limits them.</summary>
    public double? UploadBytesPerSecond { get; init; }

    /// <summary>Bytes a second from the store; null where it was not measured, or nothing limits them.</summary>
    public double? DownloadBytesPerSecond { get; init; }
}
