using System.Text.Json;

namespace FedK8s.Contracts.Spec;

/// <summary>Cluster only: what every client's worker has in common.</summary>
public sealed record ClientDefaultsSpec
{
    /// <summary>A PodTemplateSpec.</summary>
    public JsonElement? Template { get; init; }
}
