using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Intake;

/// <summary>What one client's update may hold.</summary>
internal sealed record UpdateRules
{
    /// <summary>Largest L2 distance over all tensors together from the checkpoint; 0 (the default) for none.</summary>
    public double MaxUpdateNorm { get; init; }

    /// <summary>The blocks that the client was to train, beside a task's head; null for all.</summary>
    public IReadOnlyList<BlockId>? Blocks { get; init; }

    /// <summary>The rank that LoRA's factors have; null for the checkpoint's.</summary>
    public int? Rank { get; init; }

    /// <summary>Whether LoRA's A keeps its start.</summary>
    public bool FreezesA { get; init; }

    /// <summary>What spec and plan ask of a client.</summary>
    public static UpdateRules Of(FederatedRunSpec spec, RoundPlan plan, ClientId client) => new()
    {
        MaxUpdateNorm = spec.Aggregation.MaxUpdateNorm,
        Blocks = plan.Find(client)?.Blocks,
        Rank = plan.Find(client)?.Rank,
        FreezesA = spec.Method.Lora?.FreezeA ?? false,
    };
}
