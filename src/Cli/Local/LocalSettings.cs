using FedK8s.Contracts.Spec;

namespace FedK8s.Cli.Local;

/// <summary>What the command line says about this start of a run, beside its manifest.</summary>
internal sealed record LocalSettings
{
    /// <summary>Clients that train at a time, at least 1; null for as many as this machine does well with.</summary>
    public int? Parallel { get; init; }

    /// <summary>The device instead of the manifest's; null for the manifest's.</summary>
    public DeviceKind? Device { get; init; }
}
