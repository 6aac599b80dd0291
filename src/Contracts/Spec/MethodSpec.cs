namespace FedK8s.Contracts.Spec;

/// <summary>How the model is fine-tuned. Exactly one member is set.</summary>
public sealed record MethodSpec
{
    /// <summary>Every weight is trained.</summary>
    public FullMethodSpec? Full { get; init; }

    /// <summary>Low-rank adapters beside frozen linear layers.</summary>
    public LoraMethodSpec? Lora { get; init; }

    /// <summary>A bottleneck after each feed-forward block.</summary>
    public AdapterMethodSpec? Adapter { get; init; }

    /// <summary>New transformer blocks in a frozen model.</summary>
    public BlockExpansionMethodSpec? BlockExpansion { get; init; }
}
