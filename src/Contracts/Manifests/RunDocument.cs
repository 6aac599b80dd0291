using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Contracts.Manifests;

/// <summary>The run as every process reads it from the store: the manifest with its addresses made absolute.</summary>
public sealed record RunDocument
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The spec that the run was started with.</summary>
    public required FederatedRun Run { get; init; }
}
