using FedK8s.Cli.Results;

namespace FedK8s.Cli.Comparison;

/// <summary>How good a checkpoint is, averaged over the sets of each kind. Accuracies are from 0 to 1, losses nats per token.</summary>
internal sealed record Quality(
    double? DownstreamAccuracy,
    double? DownstreamLoss,
    double? GeneralAccuracy,
    double? GeneralLoss,
    double? ClientsAccuracy,
    double? ClientsLoss)
{
    public static Quality Of(IReadOnlyList<Score> scores, Func<Score, double?> accuracy, Func<Score, double?> loss) => new(
        Mean(scores, ScoreKind.Downstream, accuracy),
        Mean(scores, ScoreKind.Downstream, loss),
        Mean(scores, ScoreKind.General, accuracy),
        Mean(scores, ScoreKind.General, loss),
        Mean(scores, ScoreKind.Client, accuracy),
        Mean(scores, ScoreKind.Client, loss));

    private static double? Mean(IReadOnlyList<Score> scores, ScoreKind kind, Func<Score, double?> value) =>
        scores.Where(score => score.Kind == kind).Average(value);
}
