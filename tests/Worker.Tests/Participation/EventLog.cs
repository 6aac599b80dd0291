using System.Threading.Channels;
using FedK8s.Contracts.Events;

namespace FedK8s.Worker.Tests.Participation;

/// <summary>The events that a bus published, in the order they came.</summary>
internal sealed class EventLog
{
    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();
    private readonly List<object> _seen = [];

    /// <summary>What <see cref="NextAsync"/> has passed.</summary>
    public IReadOnlyList<object> Seen => _seen;

    public void Add(object found) => _events.Writer.TryWrite(found);

    /// <summary>Waits for the next event of a kind; those of other kinds that come before are passed.</summary>
    public async Task<TEvent> NextAsync<TEvent>()
    {
        while (true)
        {
            var found = await _events.Reader.ReadAsync(TestContext.Current.CancellationToken);
            _seen.Add(found);
            if (found is TEvent wanted)
            {
                return wanted;
            }

            // Otherwise a test that expects the one would wait for ever where the other came.
            Assert.False(found is ClientFailed or UpdateSubmitted, $"Waiting for {typeof(TEvent).Name}, found {found}.");
        }
    }
}
