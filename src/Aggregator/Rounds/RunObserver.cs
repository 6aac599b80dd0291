using FedK8s.Aggregator.Measurements;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Says how things stand: by what the store holds, looked up where it may have changed, and by what was heard.</summary>
internal sealed class RunObserver(
    RunReader reader, RunActivities activities, RunMemory memory, RunView view, SteadyTime time)
{
    private DateTimeOffset _takenUp = time.Now;
    private (RoundNumber? Round, DateTimeOffset Since) _committed;
    private (RoundNumber Round, int Attempt, DateTimeOffset Seen) _plan;

    /// <summary>The run at this moment.</summary>
    /// <exception cref="Core.Errors.RunFailedException">The run's document is missing, is another run's, or was changed.</exception>
    public async Task<RunObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        var stale = view.TakeStale();
        if (view.Document is null)
        {
            await reader.ReadDocumentAsync(cancellationToken);
            stale &= ~RunParts.Document;
        }

        await LookUpAsync(stale, NamesOf(Spec), cancellationToken);
        NoteTimes();
        if (!stale.HasFlag(RunParts.Reports))
        {
            return Compose();
        }

        var run = Compose();
        await LookUpReportsAsync(run, cancellationToken);
        return Compose();
    }

    private FederatedRunSpec Spec => view.Document?.Run.Spec ?? throw new InvalidOperationException("The document is read first.");

    // What does not depend on one another is looked up at once.
    private async Task LookUpAsync(RunParts stale, IReadOnlyList<ClientId> names, CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            If(RunParts.Document, () => reader.ReadDocumentAsync(cancellationToken)),
            If(RunParts.State, () => reader.ReadStateAsync(cancellationToken)),
            If(RunParts.Clients, () => reader.ListClientsAsync(names, cancellationToken)),
            If(RunParts.Checkpoints, () => reader.ListCheckpointsAsync(cancellationToken)),
            view.Evaluated is null ? reader.ListEvaluationsAsync(cancellationToken) : Task.CompletedTask);
        await activities.KeepAsync(Spec.Suspend, cancellationToken);
        await If(RunParts.State, () => reader.ReadPlanAsync(cancellationToken));
        if (view.OpenPlan is { } plan)
        {
            await If(RunParts.Updates, () => reader.ListUpdatesAsync(plan, cancellationToken));
        }

        Task If(RunParts part, Func<Task> look) => stale.HasFlag(part) ? look() : Task.CompletedTask;
    }

    private Task LookUpReportsAsync(RunObservation run, CancellationToken cancellationToken) => Task.WhenAll(
        reader.ReadEvaluationsAsync(
            run.Spec.Evaluation.EarlyStopping is null ? run.MissingEvaluations : run.MissingEvaluations.Union(run.Evaluated),
            cancellationToken),
        reader.ListTestSplitsAsync(run.MissingTestSplits.Select(missing => missing.Round).Distinct(), cancellationToken));

    private void NoteTimes()
    {
        if (view.State is null && Spec.Suspend)
        {
            _takenUp = time.Now; // nobody need join while the run is suspended
        }

        var committed = view.State?.Value.Committed;
        if (_committed.Round != committed)
        {
            _committed = (committed, time.Now);
        }

        if (view.OpenPlan is { } plan && (_plan.Round, _plan.Attempt) != (plan.Round, plan.Attempt))
        {
            _plan = (plan.Round, plan.Attempt, time.Now);
        }
    }

    private RunObservation Compose()
    {
        var names = NamesOf(Spec);
        var lost = memory.Lost.Where(pair => names.Contains(pair.Key)).ToDictionary();
        var joined = names.Where(view.Clients.ContainsKey).OrderBy(client => client.Value, StringComparer.Ordinal).ToArray();
        return new()
        {
            Spec = Spec,
            TakenUp = _takenUp,
            ActiveSince = ActiveSince,
            State = view.State,
            CommittedSince = _committed.Since,
            Joined = joined,
            WithTestSplit = joined.Where(client => view.Clients[client]?.TestExampleCount > 0).ToHashSet(),
            Checkpoints = view.Checkpoints.ToHashSet(),
            Evaluated = (view.Evaluated ?? []).ToHashSet(),
            Measurements = [.. FindMeasurements()],
            TestSplits = view.TestSplits.ToHashSet(),
            Open = FindOpen(lost.Keys.ToHashSet()),
            Submitted = FindSubmitted(),
            Lost = lost,
            LostEvaluator = memory.LostEvaluator,
        };
    }

    private DateTimeOffset ActiveSince =>
        view.Activity?.Value.ActiveSince ?? throw new InvalidOperationException("The record of activity is read first.");

    private OpenRound? FindOpen(IReadOnlySet<ClientId> lost)
    {
        if (view.OpenPlan is not { } plan)
        {
            return null;
        }

        var rounds = Spec.Rounds;
        return new(
            plan,
            RoundDeadline.Of(plan, TimeSpan.FromSeconds(rounds.DeadlineSeconds), ActiveSince, _plan.Seen),
            memory.VerdictsOf(plan),
            lost,
            memory.Liveness.FindStuck(plan, TimeSpan.FromSeconds(rounds.ProgressDeadlineSeconds))
                .Select(stuck => stuck.ClientId).ToHashSet());
    }

    private HashSet<ClientId> FindSubmitted() => view.OpenPlan is { } plan
        ? [.. plan.Cohort.Where(client =>
            view.Submitted.Contains(client) || memory.HasHeardOf(new(plan.Round, plan.Attempt, client)))]
        : [];

    private IEnumerable<Measurement> FindMeasurements() => Spec.Evaluation.EarlyStopping is { } stopping
        ? from pair in view.Reports
          where pair.Key <= (view.State?.Value.Committed ?? RoundNumber.Start)
          let score = pair.Value.Tasks.FirstOrDefault(task => task.Name == stopping.Task)
          where score is not null
          select new Measurement(pair.Key, stopping.Metric is EvaluationMetric.Accuracy ? score.Accuracy : score.Loss)
        : [];

    private static ClientId[] NamesOf(FederatedRunSpec spec) => [.. spec.Clients.Select(client => new ClientId(client.Name))];
}
