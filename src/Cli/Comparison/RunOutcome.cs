using FedK8s.Cli.Results;

namespace FedK8s.Cli.Comparison;

/// <summary>What one run of an arm reached and what it took. A mean over nothing is null.</summary>
internal sealed record RunOutcome
{
    public required Quality Start { get; init; }

    public required Quality End { get; init; }

    /// <summary>Accuracy on general tasks, end over start.</summary>
    public required double? Retention { get; init; }

    public required TrainingEffort Effort { get; init; }

    /// <summary>Its wall time; null where it was not run in one go here.</summary>
    public required ArmSeconds? Seconds { get; init; }

    /// <summary>Puts together what a run's store knows.</summary>
    public static RunOutcome Of(RunResult result, TrainingEffort effort, ArmSeconds? seconds)
    {
        Score[] scores = [.. result.Scores.Select(AsClient)];
        return new()
        {
            Start = Quality.Of(scores, score => score.Before, score => score.LossBefore),
            End = Quality.Of(scores, score => score.After, score => score.LossAfter),
            Retention = result.Retention,
            Effort = effort,
            Seconds = seconds,
        };
    }

    // The centralised arm has no clients with a test split of their own; it measures those of the others as tasks.
    private static Score AsClient(Score score) =>
        score.Name.StartsWith(Arms.TestTask(""), StringComparison.Ordinal) ? score with { Kind = ScoreKind.Client } : score;
}
