namespace FedK8s.Contracts.Spec;

/// <summary>
/// What a client can carry, where it is to be declared and not measured: for a fleet that is known, for experiments that are to come out
/// the same twice, and with <c>fedk8s run</c>, where all clients are one machine. Blocks are assigned by it.
/// </summary>
public sealed record ClientCapabilitySpec
{
    /// <summary>Seconds of one optimiser step that trains all new blocks, above 0; null for what is measured.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>Uplink in megabits per second, above 0; null for no limit.</summary>
    public double? UploadMbitPerSecond { get; init; }

    /// <summary>Downlink in megabits per second, above 0; null for no limit.</summary>
    public double? DownloadMbitPerSecond { get; init; }

    /// <summary>Memory that training may use, in GiB, above 0; null for what is measured.</summary>
    public double? MemoryGiB { get; init; }
}
