using FedK8s.Cli.Local;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Reporting;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Services;

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
        var hosted = new HostedRun(folder, arguments.Settings, arguments.Output, _story.Command, context);
        var (progress, failure) = await hosted.GoOnAsync(cancellationToken);
        if (progress is not null)
        {
            await _story.TellEndAsync(folder, _clock.GetElapsedTime(_started), progress.TrainingTime, cancellationToken);
        }

        return failure;
    }
}
