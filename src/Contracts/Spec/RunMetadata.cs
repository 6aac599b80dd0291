namespace FedK8s.Contracts.Spec;

/// <summary>The part of Kubernetes object metadata that a run reads; other fields are accepted and ignored.</summary>
public sealed record RunMetadata
{
    /// <summary>A DNS label: at most 63 lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Cluster only.</summary>
    public string? Namespace { get; init; }

    /// <summary>Set by the API server; a run started by <c>fedk8s run</c> derives its own from the manifest.</summary>
    public string? Uid { get; init; }

    /// <summary>Cluster only.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Cluster only.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
