namespace FedK8s.Contracts.Manifests;

/// <summary>What it depends on how many new blocks a client can train, besides the client: sizes of the base model and of a block.</summary>
public sealed record ExpandableModel
{
    /// <summary>L: the base model's blocks.</summary>
    public required int BaseBlockCount { get; init; }

    /// <summary>Bytes of the base model's weights in the client's memory.</summary>
    public required long BaseByteCount { get; init; }

    /// <summary>Weights of one new block.</summary>
    public required long BlockParameterCount { get; init; }

    /// <summary>Bytes that one block keeps of a full batch for its backward pass, by estimate.</summary>
    public required long ActivationByteCount { get; init; }
}
