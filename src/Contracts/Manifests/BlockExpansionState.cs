namespace FedK8s.Contracts.Manifests;

/// <summary>What a run of blockExpansion carries from round to round beside its weights.</summary>
public sealed record BlockExpansionState
{
    /// <summary>L: the base model's blocks.</summary>
    public required int BaseBlockCount { get; init; }

    /// <summary>Bytes of the base model's weights in a worker's memory.</summary>
    public required long BaseByteCount { get; init; }

    /// <summary>Bytes that one block keeps of a full batch for its backward pass, by estimate.</summary>
    public required long ActivationByteCount { get; init; }

    /// <summary>The base blocks, from 0 at the input, that new blocks follow; rising.</summary>
    public required IReadOnlyList<int> Positions { get; init; }

    /// <summary>Who trained what in the round that gave this checkpoint, in ordinal order of the clients; empty at the start.</summary>
    public IReadOnlyList<ClientAssignment> Assignments { get; init; } = [];

    /// <summary>What clients have said last, smoothed over the rounds, in ordinal order of the clients.</summary>
    public IReadOnlyList<BlockImportance> Importance { get; init; } = [];
}
