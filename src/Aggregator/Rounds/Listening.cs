using FedK8s.Contracts.Events;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>How the loop hears: events feed its memory, and say what is to be looked up before the next decision.</summary>
internal sealed class Listening(
    Hints hints, RunMemory memory, RunView view, SteadyTime steady, TimeProvider time, ILogger<Listening> log)
{
    /// <summary>Takes in what was told so far.</summary>
    /// <returns>Whether any of it may change what the run does next.</returns>
    public bool Take()
    {
        var news = RunParts.None;
        while (hints.Told.TryRead(out var @event))
        {
            var parts = memory.Note(@event, steady.Now);
            news |= parts;
            if (parts is not RunParts.None && @event is ClientFailed failed)
            {
                log.WorkerLost(failed.RunId, failed.ClientId?.Value ?? "evaluator", failed.Code, failed.Message);
            }
        }

        view.MarkStale(news);
        return news is not RunParts.None;
    }

    /// <summary>Waits for news, at most for <paramref name="patience"/>.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Take())
        {
            return;
        }

        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            do
            {
                await hints.Told.WaitToReadAsync(either.Token);
            }
            while (!Take());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was told in time: the loop looks for itself.
        }
    }
}
