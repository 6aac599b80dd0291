using System.Collections.Concurrent;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Errors;
using FedK8s.Worker.Supervision;

namespace FedK8s.Worker.Participation;

/// <summary>
/// What becomes of a failure. One that would come again is told to the run, and again whenever the client is asked; the
/// process of a service ends with it once nobody whom it plays can go on. One that a new process may cure ends the process of
/// a service and is no news for the run, which waits for the client to come back.
/// </summary>
internal sealed class Failures(WorkerSettings settings, RunEvents events, WorkerFailure process)
{
    private readonly ConcurrentDictionary<ClientId, ClientFailed> _lost = new();

    /// <summary>Takes a failure that <see cref="FailureReport"/> has recognised.</summary>
    public async Task TellAsync(ClientFailed failed, CancellationToken cancellationToken)
    {
        var failure = new RunFailedException(CodeOf(failed), failed.Message);
        if (settings.IsService && failure.Code.IsRetriable)
        {
            process.Set(failure);
            return;
        }

        if (failed.ClientId is { } client)
        {
            _lost[client] = failed;
        }

        await events.TellAsync(failed, cancellationToken);
        if (settings.IsService && !CanGoOn(failed))
        {
            process.Set(failure);
        }
    }

    /// <summary>Says again that a client is lost, where it is.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> TellAgainAsync(ClientId client, CancellationToken cancellationToken)
    {
        if (_lost.TryGetValue(client, out var failed))
        {
            await events.TellAsync(failed, cancellationToken);
        }

        return failed is not null;
    }

    /// <summary>The client has joined: what went before counts no longer.</summary>
    public void Forget(ClientId client) => _lost.TryRemove(client, out _);

    private static ExitCode CodeOf(ClientFailed failed) => ExitCodes.All.First(code => code.Code == failed.Code);

    private bool CanGoOn(ClientFailed failed) =>
        failed.ClientId is not null && (settings.Evaluates || !settings.Clients.All(_lost.ContainsKey));
}
