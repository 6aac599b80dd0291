using System.Threading.Channels;
using FedK8s.Contracts.Events;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Where events reach the run's loop. They wake it and feed its memory; what is true it looks up in the store.
/// </summary>
internal sealed class Hints(RunMemory memory, TimeProvider time, ILogger<Hints> log)
{
    private readonly Channel<object> _channel =
        Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Passes an event on; safe from any thread.</summary>
    public void Tell(object @event) => _channel.Writer.TryWrite(@event); // an open channel without bounds takes everything

    /// <summary>Takes in what was told so far.</summary>
    /// <returns>Whether any of it may change what the run does next.</returns>
    public bool Take()
    {
        var isNews = false;
        while (_channel.Reader.TryRead(out var @event))
        {
            if (memory.Note(@event, time.GetUtcNow()))
            {
                isNews = true;
                LogLoss(@event as ClientFailed);
            }
        }

        return isNews;
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
                await _channel.Reader.WaitToReadAsync(either.Token);
            }
            while (!Take());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was told in time: the loop looks for itself.
        }
    }

    private void LogLoss(ClientFailed? failed)
    {
        if (failed is not null)
        {
            log.WorkerLost(failed.RunId, failed.ClientId?.Value ?? "evaluator", failed.Code, failed.Message);
        }
    }
}
