using System.Threading.Channels;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>What the consumers of a test were given, in order, and how often they are to fail first.</summary>
internal sealed class Received
{
    private readonly Channel<(string Queue, object Message, string Json)> _messages =
        Channel.CreateUnbounded<(string Queue, object Message, string Json)>();

    private int _failuresLeft;

    /// <summary>How often the next messages fail. A failure is recorded like a success.</summary>
    public int FailuresLeft
    {
        set => _failuresLeft = value;
    }

    public void Add(string queue, object message, string json)
    {
        _messages.Writer.TryWrite((queue, message, json));
        if (Interlocked.Decrement(ref _failuresLeft) >= 0)
        {
            throw new InvalidDataException("as the test wanted");
        }
    }

    public ValueTask<(string Queue, object Message, string Json)> NextAsync(CancellationToken cancellationToken) =>
        _messages.Reader.ReadAsync(cancellationToken);

    /// <summary>The next messages and the queues they came through.</summary>
    public async Task<IReadOnlyList<(string Queue, object Message)>> NextAsync(int count, CancellationToken cancellationToken)
    {
        var found = new List<(string, object)>();
        while (found.Count < count)
        {
            var (queue, message, _) = await NextAsync(cancellationToken);
            found.Add((queue, message));
        }

        return found;
    }
}
