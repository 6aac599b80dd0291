using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Contracts.Manifests;

/// <summary>
/// The run as every process reads it from the store: the manifest with its addresses made absolute. It is what is wanted of
/// the run: <c>suspend</c>, <c>activeDeadlineSeconds</c> and <c>ttlSecondsAfterFinished</c> may be changed by writing it anew.
/// </summary>
public sealed record RunDocument
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The spec.</summary>
    public required FederatedRun Run { get; init; }
}
