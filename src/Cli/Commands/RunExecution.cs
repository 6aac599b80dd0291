using FedK8s.Cli.Local;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Progress;
using FedK8s.Cli.Reporting;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Commands;

/// <summary>One execution of <c>fedk8s run</c>, from the manifest to the table or to the one line that says why not.</summary>
internal sealed class RunExecution(RunArguments arguments, CommandContext context)
{
    private readonly TimeProvider _clock = context.Clock;
    private readonly long _started = context.Clock.GetTimestamp();
    private readonly RunStory _story = new(arguments, context.Terminal);

    /// <summary>Null where the run is complete or suspended, otherwise why it is not.</summary>
    public async Task<Failure?> RunAsync(CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.Read(arguments.File, arguments.Store);
        if (manifest.Problems.Count > 0 || manifest.Run is not { } run)
        {
            return ManifestReport.Write(arguments.File, manifest.Problems, context.Terminal, arguments.IsJson);
        }

        if (run.Spec.Suspend)
        {
            _story.TellSuspended();
            return null;
        }

        await using var folder = await TakeFolderAsync(run, cancellationToken);
        _story.TellBeginning(folder, manifest.NotApplying);
        if (folder.State is { Phase: RunPhase.Complete })
        {
            await _story.TellEndAsync(folder, _clock.GetElapsedTime(_started), TimeSpan.Zero, cancellationToken);
            return null;
        }

        return await GoOnAsync(folder, cancellationToken);
    }

    private Task<RunFolder> TakeFolderAsync(FederatedRun run, CancellationToken cancellationToken)
    {
        var path = LocalAddress.ToPath(run.Spec.Checkpoint.StorageUri, "/")!; // the rules refuse every other scheme
        return RunFolder.TakeAsync(path, run, arguments.IsFresh, cancellationToken);
    }

    private async Task<Failure?> GoOnAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            var (state, progress) = await HostAsync(folder, cancellationToken);
            if (state.Phase == RunPhase.Failed)
            {
                await folder.WithdrawAsync();
                return Failure.FromCode(state.Code, state.Message);
            }

            await _story.TellEndAsync(folder, _clock.GetElapsedTime(_started), progress.TrainingTime, cancellationToken);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await InterruptedAsync(folder);
        }
        catch
        {
            await folder.WithdrawAsync();
            throw;
        }
    }

    private async Task<(RunState State, RunProgress Progress)> HostAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        await using var view = ProgressViews.Create(arguments.Output, folder, context.Terminal, _clock);
        return await LocalHost.RunAsync(folder, arguments.Settings, view, _clock, cancellationToken);
    }

    private async Task<Failure> InterruptedAsync(RunFolder folder)
    {
        var state = await folder.Store.FindStateAsync(CancellationToken.None);
        var committed = state?.Value.Committed.Value ?? 0;
        var rounds = folder.Document.Run.Spec.Rounds.Max;
        return new(ExitCodes.Interrupted, await folder.WithdrawAsync()
            ? $"stopped before round 1 was committed and nothing is left behind; start again with {_story.Command}"
            : $"stopped, {committed} of {rounds} rounds are committed; go on with {_story.Command}");
    }
}
