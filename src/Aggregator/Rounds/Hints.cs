using System.Threading.Channels;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Where events reach the run's loop. What is true it looks up in the store.</summary>
internal sealed class Hints
{
    private readonly Channel<object> _channel =
        Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>What was told and not taken yet; for the loop alone.</summary>
    public ChannelReader<object> Told => _channel.Reader;

    /// <summary>Passes an event on; safe from any thread.</summary>
    public void Tell(object @event) => _channel.Writer.TryWrite(@event); // an open channel without bounds takes everything
}
