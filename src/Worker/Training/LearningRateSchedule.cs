using FedK8s.Contracts.Spec;

namespace FedK8s.Worker.Training;

/// <summary>
/// The learning rate of every optimiser step. Steps are counted over the run, by round number, so a client that missed
/// a round goes on where the others are.
/// </summary>
/// <param name="training">Peak rate, warm-up and shape.</param>
/// <param name="totalSteps">
/// Steps of this client over the whole run: the most rounds times the steps of a round.
/// </param>
internal sealed class LearningRateSchedule(LocalTrainingSpec training, long totalSteps)
{
    /// <summary>The rate of step <paramref name="step"/>.</summary>
    /// <param name="step">From 0, counted over the run.</param>
    public double At(long step) => training.LearningRate * Factor(step);

    // Warm-up ends at 1 with its last step. The cosine (arXiv:1608.03983, eq. 5, without restarts) starts at 1 with the
    // first step after it and would reach 0 with the first step after the run.
    private double Factor(long step)
    {
        if (step < training.WarmupSteps)
        {
            return (step + 1.0) / training.WarmupSteps;
        }

        return training.Schedule switch
        {
            ScheduleKind.Cosine => (1 + Math.Cos(Math.PI * Progress(step))) / 2,
            _ => 1,
        };
    }

    private double Progress(long step)
    {
        var stepsAfterWarmup = Math.Max(1, totalSteps - training.WarmupSteps);
        return Math.Min(1.0, (step - training.WarmupSteps) / (double)stepsAfterWarmup);
    }
}
