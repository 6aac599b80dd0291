using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>
/// How good one checkpoint is on the run's evaluation tasks. Each client's test split has a <see cref="TestSplitReport"/>.
/// </summary>
public sealed record EvaluationReport
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The round of the checkpoint; 0 is the start.</summary>
    public required RoundNumber Round { get; init; }

    /// <summary>SHA-256 of the checkpoint's manifest.</summary>
    public required string CheckpointSha256 { get; init; }

    /// <summary>One score for each task of <c>spec.evaluation.tasks</c>, in the spec's order.</summary>
    public required IReadOnlyList<TaskScore> Tasks { get; init; }
}
