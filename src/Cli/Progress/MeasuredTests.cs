using FedK8s.Contracts.Identity;

namespace FedK8s.Cli.Progress;

/// <summary>What a checkpoint reached on the clients' test splits, once every client has measured it on its own.</summary>
/// <param name="Round">The round of the checkpoint; 0 is the start.</param>
/// <param name="Accuracy">The clients' mean, from 0 to 1.</param>
internal sealed record MeasuredTests(RoundNumber Round, double Accuracy);
