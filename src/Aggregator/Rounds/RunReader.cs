using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Runs;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Looks up in the store what <see cref="RunView"/> may have wrong. What never changes is read once.</summary>
internal sealed class RunReader(RunStore store, RunMemory memory, RunView view, ILogger<RunReader> log)
{
    /// <summary>What is wanted of the run, and who may take part in it.</summary>
    /// <exception cref="RunFailedException">The document is missing, another run's, or changed where it may not.</exception>
    public async Task ReadDocumentAsync(CancellationToken cancellationToken)
    {
        var document = (await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken))?.Value
            ?? throw new RunFailedException(
                ExitCodes.FileNotFound, $"{RunPaths.Run} is missing in {store.Location}; start the run from its manifest.");
        if (view.Document is { } first)
        {
            RunSubmission.RequireSame(store.Location, first, document);
        }
        else if (document.RunId != memory.RunId)
        {
            throw new RunFailedException(
                ExitCodes.RunFolderOfAnotherManifest,
                $"{store.Location} belongs to run {document.RunId}, expected {memory.RunId}; choose another checkpoint.storageUri.");
        }
        else
        {
            log.RunTakenUp(document.RunId, document.Run.Spec.Rounds.Max, document.Run.Spec.Clients.Count, store.Location);
        }

        view.Document = document;
    }

    public async Task ReadStateAsync(CancellationToken cancellationToken) =>
        view.State = await store.FindStateAsync(cancellationToken);

    public async Task ReadPlanAsync(CancellationToken cancellationToken)
    {
        if (view is { OpenPlan: null, State.Value: { } state })
        {
            view.Plan = (await store.FindAsync<RoundPlan>(
                RunPaths.Plan(state.Committed.Next, state.AbandonedAttempts + 1), cancellationToken))?.Value;
            view.Submitted.Clear();
        }
    }

    public async Task ListClientsAsync(IReadOnlyList<ClientId> clients, CancellationToken cancellationToken)
    {
        var paths = (await store.ListAsync(RunPaths.Clients, cancellationToken)).ToHashSet();
        var found = await Batches.SelectAsync(
            clients.Where(client => !view.Clients.ContainsKey(client) && paths.Contains(RunPaths.Client(client))),
            async client => (client, Joined: await FindClientAsync(client, cancellationToken)));
        foreach (var (client, joined) in found)
        {
            view.Clients[client] = joined;
        }
    }

    public async Task ListCheckpointsAsync(CancellationToken cancellationToken)
    {
        var found = await ListRoundsAsync(RunPaths.Checkpoints, RunPaths.CheckpointManifest, cancellationToken);
        view.Checkpoints.Clear();
        view.Checkpoints.UnionWith(found);
    }

    public async Task ListUpdatesAsync(RoundPlan plan, CancellationToken cancellationToken)
    {
        var paths = (await store.ListAsync(RunPaths.Updates(plan.Round, plan.Attempt), cancellationToken)).ToHashSet();
        view.Submitted.Clear();
        view.Submitted.UnionWith(plan.Cohort.Where(
            client => paths.Contains(RunPaths.UpdateManifest(plan.Round, plan.Attempt, client))));
    }

    /// <summary>Finds every evaluation that there is, once.</summary>
    public async Task ListEvaluationsAsync(CancellationToken cancellationToken) => view.Evaluated ??=
        [.. await ListRoundsAsync(RunPaths.Evaluations, RunPaths.Evaluation, cancellationToken)];

    /// <summary>Looks for evaluations; those that are there are read, and never again.</summary>
    public async Task ReadEvaluationsAsync(IEnumerable<RoundNumber> rounds, CancellationToken cancellationToken)
    {
        var found = await Batches.SelectAsync(
            rounds.Where(round => !view.Reports.ContainsKey(round)).ToArray(),
            round => store.FindAsync<EvaluationReport>(RunPaths.Evaluation(round), cancellationToken));
        foreach (var report in found.OfType<Stored<EvaluationReport>>().Select(stored => stored.Value))
        {
            view.Reports[report.Round] = report;
            view.Evaluated?.Add(report.Round);
        }
    }

    /// <summary>Looks for the clients' reports on these rounds' checkpoints.</summary>
    public async Task ListTestSplitsAsync(IEnumerable<RoundNumber> rounds, CancellationToken cancellationToken)
    {
        var found = await Batches.SelectAsync(
            rounds, async round => (round, Paths: await store.ListAsync(RunPaths.TestSplitsOf(round), cancellationToken)));
        foreach (var (round, paths) in found)
        {
            var present = paths.ToHashSet();
            view.TestSplits.UnionWith(view.Clients.Keys
                .Where(client => present.Contains(RunPaths.TestSplit(round, client)))
                .Select(client => new TestSplitKey(round, client)));
        }
    }

    // What a client wrote ends no run: one whose document cannot be read takes part, and is asked for no measurement.
    private async Task<JoinedClient?> FindClientAsync(ClientId client, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.FindAsync<JoinedClient>(RunPaths.Client(client), cancellationToken))?.Value;
        }
        catch (InvalidDataException exception)
        {
            log.ClientUnreadable(memory.RunId, client, exception.Message);
            return null;
        }
    }

    private async Task<IEnumerable<RoundNumber>> ListRoundsAsync(
        BlobPath folder, Func<RoundNumber, BlobPath> pathOf, CancellationToken cancellationToken)
    {
        var paths = await store.ListAsync(folder, cancellationToken);
        return paths
            .Select(path => (Path: path, Round: FindRound(path)))
            .Where(found => found.Round is { } round && pathOf(round) == found.Path)
            .Select(found => found.Round!.Value); // the line above lets no null through
    }

    /// <summary>The round that a path names in its second segment, with or without an extension; null where it is no number.</summary>
    internal static RoundNumber? FindRound(BlobPath path) =>
        path.Value.Split('/', '.') is [_, var digits, ..]
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new RoundNumber(number)
            : null;
}
