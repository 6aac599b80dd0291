using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Measurements;

/// <summary>Which checkpoints are measured: the start, every so many rounds, and the last.</summary>
internal static class EvaluationSchedule
{
    /// <summary>Whether the checkpoint of <paramref name="round"/> is to be measured.</summary>
    public static bool IsDue(RoundNumber round, FederatedRunSpec spec) =>
        round == RoundNumber.Start
        || round.Value == spec.Rounds.Max
        || (spec.Evaluation.EveryRounds > 0 && round.Value % spec.Evaluation.EveryRounds == 0);
}
