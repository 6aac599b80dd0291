using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Cli.Results;

/// <summary>Where a run stands and what it has reached, as its store knows it.</summary>
internal sealed record RunResult
{
    public required RunId RunId { get; init; }

    public required FederatedRun Run { get; init; }

    /// <summary>Null before the first commit.</summary>
    public required RunState? State { get; init; }

    /// <summary>The round of the checkpoint that was measured last; null where none was.</summary>
    public required RoundNumber? Measured { get; init; }

    /// <summary>The evaluation tasks in the manifest's order, then the clients' test splits.</summary>
    public required IReadOnlyList<Score> Scores { get; init; }

    /// <summary>See <see cref="Results.Score.MeanRetention"/>.</summary>
    public double? Retention => Results.Score.MeanRetention(Scores);

    /// <summary>In ordinal order of their names.</summary>
    public required IReadOnlyList<JoinedClient> Clients { get; init; }

    /// <summary>The files of the last committed checkpoint: absolute paths, or addresses.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public int Committed => State?.Committed.Value ?? 0;

    public int Rounds => Run.Spec.Rounds.Max;

    /// <summary>Reads a run's store.</summary>
    /// <exception cref="InvalidDataException">It holds no run.</exception>
    public static async Task<RunResult> ReadAsync(RunStore store, CancellationToken cancellationToken)
    {
        var document = await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken)
            ?? throw new InvalidDataException($"{RunPaths.Run} in {store.Location} is missing; restore it or start a new run.");
        var state = (await store.FindStateAsync(cancellationToken))?.Value;
        var reports = await ReadAllAsync<EvaluationReport>(store, RunPaths.Evaluations, cancellationToken);
        var first = reports.FirstOrDefault(report => report.Round == RoundNumber.Start);
        var last = reports.Where(report => state is not null && report.Round <= state.Committed).MaxBy(report => report.Round);
        var firstTests = await ReadTestsAsync(store, RoundNumber.Start, cancellationToken);
        var lastTests = last is null ? [] : await ReadTestsAsync(store, last.Round, cancellationToken);
        return new()
        {
            RunId = document.Value.RunId,
            Run = document.Value.Run,
            State = state,
            Measured = last?.Round,
            Scores =
            [
                .. CompareTasks(document.Value.Run.Spec.Evaluation, first?.Tasks ?? [], last?.Tasks ?? []),
                .. CompareTests(firstTests, lastTests),
            ],
            Clients = await ReadAllAsync<JoinedClient>(store, RunPaths.Clients, cancellationToken),
            Files = await ReadFilesAsync(store, state, cancellationToken),
        };
    }

    private static IEnumerable<Score> CompareTasks(
        EvaluationSpec evaluation, IReadOnlyList<TaskScore> first, IReadOnlyList<TaskScore> last) =>
        evaluation.Tasks.Select(task => Score(
            task.Name,
            task.Kind == EvaluationTaskKind.General ? ScoreKind.General : ScoreKind.Downstream,
            first,
            last));

    // A client that could not measure both has a gap.
    private static IEnumerable<Score> CompareTests(IReadOnlyList<TaskScore> first, IReadOnlyList<TaskScore> last) => first
        .Concat(last)
        .Select(score => score.Name)
        .Distinct()
        .Order(StringComparer.Ordinal)
        .Select(client => Score(client, ScoreKind.Client, first, last));

    private static Score Score(
        string name, ScoreKind kind, IReadOnlyList<TaskScore> first, IReadOnlyList<TaskScore> last)
    {
        var before = first.FirstOrDefault(score => score.Name == name);
        var after = last.FirstOrDefault(score => score.Name == name);
        return new(name, kind, (after ?? before)?.ExampleCount ?? 0, before?.Accuracy, after?.Accuracy)
        {
            LossBefore = before?.Loss,
            LossAfter = after?.Loss,
        };
    }

    private static async Task<IReadOnlyList<TaskScore>> ReadTestsAsync(
        RunStore store, RoundNumber round, CancellationToken cancellationToken)
    {
        var reports = await ReadAllAsync<TestSplitReport>(store, RunPaths.TestSplitsOf(round), cancellationToken);
        return [.. reports.Select(report => report.Score)];
    }

    private static async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        RunStore store, BlobPath folder, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        foreach (var path in await store.ListAsync(folder, cancellationToken))
        {
            if (await store.FindAsync<T>(path, cancellationToken) is { } stored)
            {
                all.Add(stored.Value);
            }
        }

        return all;
    }

    private static async Task<IReadOnlyList<string>> ReadFilesAsync(
        RunStore store, RunState? state, CancellationToken cancellationToken)
    {
        if (state is null)
        {
            return [];
        }

        var manifest = await store.ReadAsync<CheckpointManifest>(state.Checkpoint, cancellationToken);
        return [.. manifest.Files.Select(file => store.Location.IsFile
            ? Path.Combine(store.Location.LocalPath, file.Blob.Path.Value)
            : $"{store.Location}/{file.Blob.Path}")];
    }
}
