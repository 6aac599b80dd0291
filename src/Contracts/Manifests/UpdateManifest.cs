using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>
/// The commit of an update: written last, so an update whose manifest is there is whole. The weights are the client's
/// trained weights, not differences.
/// </summary>
public sealed record UpdateManifest
{
    /// <summary>The layout of this document; readers refuse any other.</summary>
    public const string CurrentFormat = "fedk8s.io/update/v1";

    /// <summary>Always <see cref="CurrentFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The round it was trained for, from 1.</summary>
    public required RoundNumber Round { get; init; }

    /// <summary>Who trained it.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>The attempt it answers, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>SHA-256 of the manifest of the checkpoint that training started from.</summary>
    public required string CheckpointSha256 { get; init; }

    /// <summary>n_k, the FedAvg weight: examples in the client's train split; always positive.</summary>
    public required long ExampleCount { get; init; }

    /// <summary>Optimiser steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean training loss per predicted token over the whole round, in nats.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>
    /// blockExpansion, in rounds in which it is asked for: how much each new block matters to this client, nearest to the input first,
    /// from 0; otherwise null.
    /// </summary>
    public IReadOnlyList<double>? BlockImportance { get; init; }

    /// <summary>The files that hold the trained weights: all of the trainable ones or, where a client trains a part, that part.</summary>
    public required IReadOnlyList<TensorFile> Files { get; init; }
}
