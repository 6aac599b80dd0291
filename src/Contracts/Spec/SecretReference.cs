namespace FedK8s.Contracts.Spec;

/// <summary>Cluster only: a Secret in the run's namespace.</summary>
public sealed record SecretReference
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }
}
