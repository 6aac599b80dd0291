using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>The ranges of <c>spec.localTraining</c>.</summary>
internal static class LocalTrainingRules
{
    private const string Path = "spec.localTraining";

    // Beyond any use, and far from where a step overflows float32 inside the optimiser.
    private const double LargestLearningRate = 1e6;

    public static void Check(LocalTrainingSpec training, SpecProblems problems)
    {
        problems.AtLeast($"{Path}.epochs", training.Epochs, 1);
        problems.AtLeast($"{Path}.maxSteps", training.MaxSteps, 0);
        problems.AtLeast($"{Path}.batchSize", training.BatchSize, 1);
        problems.AtLeast($"{Path}.gradientAccumulation", training.GradientAccumulation, 1);
        problems.PositiveUpTo($"{Path}.learningRate", training.LearningRate, LargestLearningRate, "5e-5");
        problems.NotNegative($"{Path}.weightDecay", training.WeightDecay);
        problems.ShareBelowOne($"{Path}.momentum", training.Momentum, "0.9");
        problems.AtLeast($"{Path}.warmupSteps", training.WarmupSteps, 0);
        problems.NotNegative($"{Path}.maxGradNorm", training.MaxGradNorm);
        problems.NotNegative($"{Path}.proximalMu", training.ProximalMu);
        problems.NotNegative($"{Path}.l2Sp", training.L2Sp);
    }
}
