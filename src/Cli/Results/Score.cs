namespace FedK8s.Cli.Results;

/// <summary>What a run did to one measured set of examples.</summary>
/// <param name="Name">The evaluation task's or the client's name.</param>
/// <param name="Kind">Whose examples.</param>
/// <param name="ExampleCount">Examples measured; 0 before the first evaluation.</param>
/// <param name="Before">Accuracy of the start, from 0 to 1; null where it was not measured.</param>
/// <param name="After">Accuracy of the checkpoint measured last; null where none was.</param>
internal sealed record Score(string Name, ScoreKind Kind, long ExampleCount, double? Before, double? After)
{
    /// <summary>Mean loss per predicted token of the start, in nats; null where it was not measured.</summary>
    public double? LossBefore { get; init; }

    /// <summary>The same of the checkpoint measured last.</summary>
    public double? LossAfter { get; init; }

    /// <summary>For a general task, accuracy after over before; otherwise, or where before is 0, null.</summary>
    public double? Retention => Kind == ScoreKind.General && Before is > 0 ? After / Before : null;

    /// <summary>
    /// Mean accuracy on the general tasks after over before: how much of what the base model could do is left. Null where there
    /// is no general task, where one was not measured, or where the base model could do none of them.
    /// </summary>
    public static double? MeanRetention(IEnumerable<Score> scores)
    {
        Score[] general = [.. scores.Where(score => score.Kind == ScoreKind.General)];
        var (before, after) = (general.Sum(score => score.Before), general.Sum(score => score.After));
        return before > 0 && general.All(score => score is { Before: not null, After: not null }) ? after / before : null;
    }
}
