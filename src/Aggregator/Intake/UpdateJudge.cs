using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Intake;

/// <summary>Judges submitted updates. Whatever a client has written, the worst that comes of it is a rejection.</summary>
internal sealed class UpdateJudge(RunStore store, RoundCheckpoint checkpoints) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>The verdict on one client's update of an open round; null where its manifest is not there (any more).
    /// Several may be judged at a time.</summary>
    public async Task<Verdict?> JudgeAsync(
        RoundPlan plan, ClientId client, FederatedRunSpec spec, CancellationToken cancellationToken)
    {
        var path = RunPaths.UpdateManifest(plan.Round, plan.Attempt, client);
        Stored<UpdateManifest>? update;
        try
        {
            update = await store.FindAsync<UpdateManifest>(path, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            return new Verdict.Rejected(RejectionReason.Unreadable, exception.Message);
        }

        if (update is null)
        {
            return null;
        }

        return ManifestChecks.FindProblem(plan, client, update.Value)
            ?? await JudgeTensorsAsync(plan, update, UpdateRules.Of(spec, plan, client), cancellationToken);
    }

    private async Task<Verdict> JudgeTensorsAsync(
        RoundPlan plan, Stored<UpdateManifest> update, UpdateRules rules, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(update, cancellationToken);
        if (opened.Tensors is not { } tensors)
        {
            return opened.Problem!; // exactly one of the two is there
        }

        using (tensors)
        {
            return await CheckAsync(plan, tensors, rules, cancellationToken) ?? (Verdict)new Verdict.Accepted(update);
        }
    }

    // Files are fetched side by side and looked through one after the other, so that only one is in memory.
    private async Task<Verdict.Rejected?> CheckAsync(
        RoundPlan plan, TensorSet tensors, UpdateRules rules, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var (_, checkpoint) = await checkpoints.OpenAsync(plan, cancellationToken);
            return TensorChecks.FindProblem(checkpoint, tensors, rules);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Opens the tensors of an update, which the caller disposes, or says what keeps them from being read. An update that was
    /// accepted is opened again to be averaged, and its files may have changed between.
    /// </summary>
    public async Task<(TensorSet? Tensors, Verdict.Rejected? Problem)> OpenAsync(
        Stored<UpdateManifest> update, CancellationToken cancellationToken)
    {
        try
        {
            return (await TensorSet.OpenAsync(store, update.Blob.Path, update.Value.Files, cancellationToken), null);
        }
        catch (InvalidTensorFileException exception)
        {
            return (null, new(RejectionReason.Unreadable, exception.Message));
        }
        catch (InvalidDataException exception)
        {
            return (null, new(RejectionReason.HashMismatch, exception.Message));
        }
        catch (FileNotFoundException exception)
        {
            return (null, new(RejectionReason.Unreadable, exception.Message));
        }
    }
}
