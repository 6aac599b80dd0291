using System.Collections.Immutable;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Progress;

/// <summary>What is known of a run from the events heard so far; everything that is shown is drawn from it.</summary>
internal sealed record RunProgress
{
    private static readonly TimeSpan LongestForecast = TimeSpan.FromDays(3650);

    public required string Name { get; init; }

    /// <summary>Rounds to commit.</summary>
    public required int Rounds { get; init; }

    /// <summary>In the order of the manifest.</summary>
    public required ImmutableArray<ClientProgress> Clients { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The last committed round when this process took the run up; 0 for a new run.</summary>
    public required RoundNumber ResumedAt { get; init; }

    /// <summary>The last committed round.</summary>
    public required RoundNumber Committed { get; init; }

    /// <summary>Null between rounds.</summary>
    public OpenRound? Open { get; init; }

    /// <summary>When the first round of this process opened; null before that.</summary>
    public DateTimeOffset? TrainingSince { get; init; }

    /// <summary>How long at least one client was taking steps, up to the last event.</summary>
    public TimeSpan TrainingTime { get; init; }

    /// <summary>When the last event came.</summary>
    public required DateTimeOffset HeardAt { get; init; }

    /// <summary>The evaluation heard of last.</summary>
    public EvaluationReport? LastEvaluation { get; init; }

    /// <summary>The clients' reports on checkpoints that not all of them have measured yet.</summary>
    public ImmutableArray<TestSplitReport> OpenTests { get; init; } = [];

    /// <summary>The clients' tests that were complete last.</summary>
    public MeasuredTests? LastTests { get; init; }

    /// <summary>What the user was warned of, each once, in the order of the warnings.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Whether every client has joined or is lost.</summary>
    public bool AreAllIn => Clients.All(client => client.Stage != ClientStage.Joining);

    /// <summary>Share of the open round's local training that is done, from 0 to 1; 0 between rounds.</summary>
    public double RoundFraction => Open is null || Cohort.Length == 0 ? 0 : Cohort.Average(client => client.Fraction);

    /// <summary>Share of the run that is done, from 0 to 1.</summary>
    public double Fraction => Math.Clamp((Committed.Value + RoundFraction) / Rounds, 0, 1);

    /// <summary>Mean of the losses that the open round's clients reported last, or null.</summary>
    public double? Loss => Cohort.Average(client => client.Loss);

    /// <summary>The clients of the open round; all of them between rounds.</summary>
    public ImmutableArray<ClientProgress> Cohort =>
        Open is null ? Clients : [.. Clients.Where(client => Open.Cohort.Contains(client.Id))];

    /// <summary>
    /// The time left if the rest goes as fast as this process's rounds went so far; null while that says too little, or
    /// where it says more than ten years.
    /// </summary>
    public TimeSpan? Remaining(DateTimeOffset now)
    {
        var done = Committed.Value - ResumedAt.Value + RoundFraction;
        if (TrainingSince is not { } since || done < 0.1)
        {
            return null;
        }

        // A run that was asked for more rounds than anyone waits for would leave what a time can say.
        var seconds = (now - since).TotalSeconds * ((Rounds - ResumedAt.Value - done) / done);
        return seconds < LongestForecast.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
