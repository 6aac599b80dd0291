using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Something that only a worker can do and that the run waits for. Asking twice costs nothing.</summary>
internal abstract record RunRequest
{
    private RunRequest()
    {
    }

    /// <summary>The client that is asked; null for the evaluator.</summary>
    public virtual ClientId? Client => null;

    /// <summary>The evaluator is to write checkpoint 0.</summary>
    public sealed record Prepare : RunRequest;

    /// <summary>A client is to train.</summary>
    public sealed record Train(RoundNumber Round, int Attempt, ClientId ClientId) : RunRequest
    {
        /// <inheritdoc/>
        public override ClientId? Client => ClientId;
    }

    /// <summary>The evaluator is to measure a checkpoint.</summary>
    public sealed record Evaluate(RoundNumber Round) : RunRequest;

    /// <summary>A client is to measure a checkpoint on its test split.</summary>
    public sealed record EvaluateSplit(RoundNumber Round, ClientId ClientId) : RunRequest
    {
        /// <inheritdoc/>
        public override ClientId? Client => ClientId;
    }

    /// <summary>What is awaited of workers now: training first, and of the clients' measurements the oldest first.</summary>
    public static IReadOnlyList<RunRequest> Of(RunObservation run, DateTimeOffset now)
    {
        if (run.State is null)
        {
            return run.Checkpoints.Contains(RoundNumber.Start) || !RunRules.IsReadyToPrepare(run, now) ? [] : [new Prepare()];
        }

        return
        [
            .. (run.Open?.Awaited ?? []).Select(client => new Train(run.Committed.Next, run.Attempt, client)),
            .. run.MissingEvaluations.Select(round => new Evaluate(round)),
            .. run.MissingTestSplits.Select(missing => new EvaluateSplit(missing.Round, missing.ClientId)),
        ];
    }
}
