using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Worker.Supervision;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// A worker's process from its start to its end: it waits for the run, joins it, and works until the run has ended, is
/// suspended, or nobody whom it plays can go on. It acts on what the store says, so it may die at any line and start again.
/// </summary>
internal sealed partial class WorkerLife(
    WorkerSettings settings,
    Participants participants,
    Failures failures,
    RunWatch run,
    StepWatch steps,
    WorkerFailure failure,
    ILogger<WorkerLife> logger)
{
    /// <summary>Returns once there is nothing left to do. Local training that is under way then is saved and ends.</summary>
    /// <exception cref="Core.Errors.RunFailedException">The process cannot go on; its code says whether a new one may.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            if (await run.WaitForRunAsync(ending.Token))
            {
                await JoinAsync(ending.Token);
                await await Task.WhenAny(
                    failure.Task, run.WaitForEndAsync(ending.Token), steps.WatchAsync(ending.Token));
            }

            LogNothingLeft(settings.RunId);
        }
        finally
        {
            await ending.CancelAsync();
            await participants.StopAsync();
        }
    }

    // A model, a device or a spec that no client can do with: all of them are lost.
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        try
        {
            await participants.JoinAsync(cancellationToken);
        }
        catch (Exception exception) when (FailureReport.Of(exception, settings.RunId, client: null) is { } failed)
        {
            LogNotJoined(exception, settings.RunId, failed.Code);
            ClientId?[] all = [.. settings.Clients.Select(client => (ClientId?)client), .. settings.Evaluates ? [(ClientId?)null] : Array.Empty<ClientId?>()];
            foreach (var one in all)
            {
                await failures.TellAsync(failed with { ClientId = one }, cancellationToken);
            }
        }
    }

    [LoggerMessage(3111, LogLevel.Information, "Run {RunId} has ended or is suspended; so does this worker")]
    private partial void LogNothingLeft(RunId runId);

    [LoggerMessage(3112, LogLevel.Error, "Run {RunId}: nobody whom this worker plays can join: {Code}")]
    private partial void LogNotJoined(Exception exception, RunId runId, string code);
}
