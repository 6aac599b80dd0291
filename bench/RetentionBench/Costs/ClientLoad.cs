namespace FedK8s.RetentionBench.Costs;

/// <summary>What a client does in a round, in blocks of the base model.</summary>
internal sealed record ClientLoad
{
    /// <summary>Optimiser steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Blocks that the model has: the base's and the new ones.</summary>
    public required int Blocks { get; init; }

    /// <summary>d: blocks from the output down to the lowest one that is trained, it included.</summary>
    public required double BackwardDepth { get; init; }

    /// <summary>Trained weights over the weights of a block.</summary>
    public required double TrainedBlocks { get; init; }

    /// <summary>What adapters add to a pass, over a block's own pass.</summary>
    public required double AddedBlocks { get; init; }

    /// <summary>Blocks of the base model, which a guard asks too.</summary>
    public required int BaseBlocks { get; init; }

    /// <summary>Share of the steps that have a batch of the guard.</summary>
    public required double GuardShare { get; init; }

    /// <summary>Sent by the client.</summary>
    public required long BytesUp { get; init; }

    /// <summary>Fetched by the client.</summary>
    public required long BytesDown { get; init; }
}
