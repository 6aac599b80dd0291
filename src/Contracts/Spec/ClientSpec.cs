using System.Text.Json;

namespace FedK8s.Contracts.Spec;

/// <summary>A participant with its own data.</summary>
public sealed record ClientSpec
{
    /// <summary>A DNS label, unique within the run.</summary>
    public required string Name { get; init; }

    /// <summary>Its examples; they never leave it.</summary>
    public required ClientDataSpec Data { get; init; }

    /// <summary>What it can carry, declared; null (the default) for what its worker measures.</summary>
    public ClientCapabilitySpec? Capability { get; init; }

    /// <summary>LoRA: the rank that it trains, from 1 to the run's; null (the default) for what <see cref="PerClientRank"/> says.</summary>
    public int? Rank { get; init; }

    /// <summary>Cluster only: a PodTemplateSpec laid over the one in <c>clientDefaults</c>.</summary>
    public JsonElement? Template { get; init; }
}
