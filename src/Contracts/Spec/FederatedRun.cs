namespace FedK8s.Contracts.Spec;

/// <summary>A federated fine-tuning run, <c>fedk8s.io/v1alpha1</c>: what a user writes.</summary>
public sealed record FederatedRun
{
    /// <summary>Always <see cref="Versions.V1Alpha1"/>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Always <c>FederatedRun</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name and labels.</summary>
    public required RunMetadata Metadata { get; init; }

    /// <summary>What to train, on whose data, and how.</summary>
    public required FederatedRunSpec Spec { get; init; }
}
