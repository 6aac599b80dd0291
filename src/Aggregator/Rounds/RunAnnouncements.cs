namespace FedK8s.Aggregator.Rounds;

/// <summary>Tells what an observation shows and was not told yet.</summary>
internal sealed class RunAnnouncements(RunMemory memory, RoundIntake intake, RunAnnouncer announcer)
{
    public async Task TellAsync(RunObservation run, CancellationToken cancellationToken)
    {
        await intake.CountLateAsync(run, cancellationToken);
        if (run.Open is not { Plan: var plan } open)
        {
            return;
        }

        if (memory.TryAnnounce(plan))
        {
            announcer.Opened(plan, open.Deadline);
        }

        var patience = TimeSpan.FromSeconds(run.Spec.Rounds.ProgressDeadlineSeconds);
        foreach (var stuck in memory.Liveness.FindStuck(plan, patience).Where(memory.TryAnnounce))
        {
            announcer.Stuck(stuck);
        }
    }
}
