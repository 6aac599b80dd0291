using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Commands;

/// <summary>
/// Asks one client for its update of one round. The idempotency key is (run, round, client, attempt): a worker that
/// has already stored that update announces it again and trains nothing.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The open round, from 1.</param>
/// <param name="ClientId">Who trains.</param>
/// <param name="Attempt">From 1; raised when a round is opened again after it was abandoned.</param>
/// <param name="Checkpoint">The manifest of the checkpoint to start from.</param>
/// <param name="Blocks">The new blocks to train, at least one; null for all that is trainable.</param>
/// <param name="MaxSteps">Most optimiser steps, at least 1; null for as many as the spec says.</param>
/// <param name="Rank">LoRA: the leading rows of A and columns of B to train, at least 1; null for all.</param>
public sealed record TrainRound(
    RunId RunId,
    RoundNumber Round,
    ClientId ClientId,
    int Attempt,
    BlobReference Checkpoint,
    IReadOnlyList<BlockId>? Blocks = null,
    int? MaxSteps = null,
    int? Rank = null);
