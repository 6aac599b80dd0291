using FedK8s.Contracts.Identity;

namespace FedK8s.Worker.Resumption;

/// <summary>
/// Which training a saved step belongs to: everything that decides the update's bytes. The attempt is not among it: a round
/// that is opened again starts from the same checkpoint and trains the same, so its steps still count.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round.</param>
/// <param name="ClientId">Who trains.</param>
/// <param name="CheckpointSha256">SHA-256 of the manifest of the checkpoint that training starts from.</param>
/// <param name="TrainingSha256">SHA-256 over the examples, the spec as far as training goes by it, and the device's kind.</param>
internal sealed record LocalCheckpointKey(
    RunId RunId, RoundNumber Round, ClientId ClientId, string CheckpointSha256, string TrainingSha256);
