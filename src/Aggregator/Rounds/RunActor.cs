using FedK8s.Aggregator.Intake;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Does what <see cref="RunRules"/> has decided. Every step may be done twice, or by two processes at once.</summary>
internal sealed class RunActor(
    RoundOpener opener, RoundCheckpoint checkpoint, RoundIntake intake, RoundCloser closer, RunCommits commits)
{
    public Task ActAsync(RunObservation run, RunStep step, CancellationToken cancellationToken) => step switch
    {
        RunStep.Wait => run.Open is { Plan: var plan } ? checkpoint.OpenAsync(plan, cancellationToken) : Task.CompletedTask,
        RunStep.CommitCheckpoint commit => commits.CommitCheckpointAsync(run, commit.Round, cancellationToken),
        RunStep.OpenNextRound open => opener.OpenAsync(run, open, cancellationToken),
        RunStep.JudgeUpdates judge => intake.JudgeAsync(run, judge.Plan, judge.Clients, cancellationToken),
        RunStep.CloseRound close => closer.CloseAsync(close.Round, run.Spec.Aggregation, cancellationToken),
        RunStep.AbandonRound abandon => commits.AbandonAsync(run, abandon.Plan, abandon.Detail, cancellationToken),
        RunStep.Complete complete => commits.CompleteAsync(run, complete, cancellationToken),
        RunStep.Fail fail => commits.FailAsync(run, fail, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step that is acted on."),
    };
}
