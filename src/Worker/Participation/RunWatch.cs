using System.Threading.Channels;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>Knows whether the run goes on, from its documents in the store; events only make it look sooner.</summary>
internal sealed partial class RunWatch(RunStore store, WorkerSettings settings, TimeProvider time, ILogger<RunWatch> logger)
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // Services may be started in any order, and whoever submits the run may be slower than they are.
    private static readonly TimeSpan PatienceForRun = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BeginInterval = TimeSpan.FromSeconds(3);

    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Look soon; returns at once.</summary>
    public void Wake() => _hints.Writer.TryWrite(true);

    /// <summary>Waits until the run is submitted.</summary>
    /// <returns>Whether there is work: it has not ended and is not suspended.</returns>
    /// <exception cref="RunFailedException">
    /// Nobody submitted it for ten minutes (FK9002), or the store holds another run (FK9006).
    /// </exception>
    public async Task<bool> WaitForRunAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken) is null)
        {
            if (time.GetElapsedTime(since) >= PatienceForRun)
            {
                throw new RunFailedException(
                    ExitCodes.FileNotFound,
                    $"{store.Location}: found no {RunPaths.Run} for {PatienceForRun.TotalMinutes:0} minutes, wanted the run's; submit it first.");
            }

            await Task.Delay(BeginInterval, time, cancellationToken);
        }

        return !await IsOverAsync(cancellationToken);
    }

    /// <summary>Returns once the run has ended or is suspended. A store that is away for a while is waited for.</summary>
    /// <exception cref="RunFailedException">The store refuses access, or holds another run.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        while (!await HasEndedAsync(cancellationToken))
        {
            using var pause = new CancellationTokenSource(Interval, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
            try
            {
                await _hints.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // No hint came: it looks for itself.
            }
        }
    }

    private async Task<bool> HasEndedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await IsOverAsync(cancellationToken);
        }
        catch (RunFailedException failure) when (failure.Code.IsRetriable)
        {
            LogStoreAway(settings.RunId, failure.Message); // whoever needs the store for its work has its own patience
            return false;
        }
    }

    private async Task<bool> IsOverAsync(CancellationToken cancellationToken)
    {
        var document = await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken);
        if (document is not null && document.Value.RunId != settings.RunId)
        {
            throw new RunFailedException(
                ExitCodes.RunFolderOfAnotherManifest,
                $"{store.Location}: found run {document.Value.RunId}, wanted {settings.RunId}; set FEDK8S_RUN_ID or FEDK8S_STORE to the other.");
        }

        var state = await store.FindStateAsync(cancellationToken);
        return document?.Value.Run.Spec.Suspend == true || state?.Value.Phase is RunPhase.Complete or RunPhase.Failed;
    }

    [LoggerMessage(3901, LogLevel.Warning, "Run {RunId}: cannot look whether it goes on, and tries again: {Why}")]
    private partial void LogStoreAway(RunId runId, string why);
}
