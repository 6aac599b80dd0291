using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Looks at the store, and at what was heard, and says how things stand.</summary>
internal sealed class RunObserver(RunStore store, RunMemory memory, TimeProvider time, ILogger<RunObserver> log)
{
    private readonly DateTimeOffset _activeSince = time.GetUtcNow();
    private RunDocument? _document;

    /// <summary>The run at this moment. Written things are read in the order in which later ones depend on earlier ones.</summary>
    /// <exception cref="RunFailedException">The run's document is missing, or is another run's.</exception>
    public async Task<RunObservation> ObserveAsync(CancellationToken cancellationToken)
    {
        _document ??= await ReadDocumentAsync(cancellationToken);
        var spec = _document.Run.Spec;
        var state = await store.FindStateAsync(cancellationToken);
        var plan = await FindPlanAsync(state?.Value, cancellationToken);
        var names = spec.Clients.Select(client => new ClientId(client.Name)).ToArray();
        var lost = memory.Lost.Where(pair => names.Contains(pair.Key)).ToDictionary();
        return new()
        {
            Spec = spec,
            ActiveSince = _activeSince,
            State = state,
            Joined = await ListJoinedAsync(names, cancellationToken),
            Checkpoints = await ListRoundsAsync(RunPaths.Checkpoints, RunPaths.CheckpointManifest, cancellationToken),
            Evaluated = await ListRoundsAsync(RunPaths.Evaluations, RunPaths.Evaluation, cancellationToken),
            Open = plan is null ? null : new OpenRound(plan, memory.VerdictsOf(plan), lost.Keys.ToHashSet()),
            Submitted = plan is null ? new HashSet<ClientId>() : await ListSubmittedAsync(plan, cancellationToken),
            Lost = lost,
            LostEvaluator = memory.LostEvaluator,
        };
    }

    private async Task<RunDocument> ReadDocumentAsync(CancellationToken cancellationToken)
    {
        var document = (await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken))?.Value
            ?? throw new RunFailedException(
                ExitCodes.FileNotFound, $"{RunPaths.Run} is missing in {store.Location}; start the run from its manifest.");
        if (document.RunId != memory.RunId)
        {
            throw new RunFailedException(
                ExitCodes.RunFolderOfAnotherManifest,
                $"{store.Location} belongs to run {document.RunId}, expected {memory.RunId}; choose another checkpoint.storageUri.");
        }

        log.RunTakenUp(document.RunId, document.Run.Spec.Rounds.Max, document.Run.Spec.Clients.Count, store.Location);
        return document;
    }

    private async Task<RoundPlan?> FindPlanAsync(RunState? state, CancellationToken cancellationToken) => state is null
        ? null
        : (await store.FindAsync<RoundPlan>(
            RunPaths.Plan(state.Committed.Next, state.AbandonedAttempts + 1), cancellationToken))?.Value;

    private async Task<IReadOnlyList<ClientId>> ListJoinedAsync(
        IEnumerable<ClientId> clients, CancellationToken cancellationToken)
    {
        var paths = (await store.ListAsync(RunPaths.Clients, cancellationToken)).ToHashSet();
        return
        [
            .. clients
                .Where(client => paths.Contains(RunPaths.Client(client)))
                .OrderBy(client => client.Value, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlySet<ClientId>> ListSubmittedAsync(RoundPlan plan, CancellationToken cancellationToken)
    {
        var paths = (await store.ListAsync(RunPaths.Updates(plan.Round, plan.Attempt), cancellationToken)).ToHashSet();
        return plan.Cohort
            .Where(client => paths.Contains(RunPaths.UpdateManifest(plan.Round, plan.Attempt, client)))
            .ToHashSet();
    }

    private async Task<IReadOnlySet<RoundNumber>> ListRoundsAsync(
        BlobPath folder, Func<RoundNumber, BlobPath> pathOf, CancellationToken cancellationToken)
    {
        var paths = await store.ListAsync(folder, cancellationToken);
        return paths
            .Select(path => (Path: path, Round: FindRound(path)))
            .Where(found => found.Round is { } round && pathOf(round) == found.Path)
            .Select(found => found.Round!.Value) // the line above lets no null through
            .ToHashSet();
    }

    /// <summary>The round that a path names in its second segment, with or without an extension; null where it is no number.</summary>
    internal static RoundNumber? FindRound(BlobPath path) =>
        path.Value.Split('/', '.') is [_, var digits, ..]
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new RoundNumber(number)
            : null;
}
