using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Messaging;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>What FedK8s relies on, whatever carries the messages.</summary>
public abstract class BusConformance
{
    private static readonly ClientId A = new("a");
    private static readonly ClientId B = new("b");

    /// <summary>A run of this test alone.</summary>
    protected RunId Run { get; } = new(Path.GetRandomFileName());

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_reaches_its_client_and_no_other()
    {
        await using var host = await StartAsync(Client(A), Client(B));

        await host.SendAsync(QueueNames.Client(Run, B), Train(B), Cancellation);
        var first = await host.Received.NextAsync(1, Cancellation);
        await host.SendAsync(QueueNames.Client(Run, A), Train(A), Cancellation);
        var second = await host.Received.NextAsync(1, Cancellation);

        Assert.Equal([(QueueNames.Client(Run, B), Train(B)), (QueueNames.Client(Run, A), Train(A))], [.. first, .. second]);
    }

    [Fact]
    public async Task An_event_reaches_every_subscriber()
    {
        var watching = $"fedk8s.{Run}.watching";
        await using var host = await StartAsync(
            new(QueueNames.Aggregator(Run), [typeof(RecordingConsumer<RunFinished>)]),
            new(watching, [typeof(RecordingConsumer<RunFinished>)]) { IsTemporary = true });

        await host.Bus.Publish(Finished(), Cancellation);
        var heard = await host.Received.NextAsync(2, Cancellation);

        Assert.Equal([(QueueNames.Aggregator(Run), Finished()), (watching, Finished())], heard.OrderBy(found => found.Queue));
    }

    [Fact]
    public async Task A_message_whose_consumer_fails_comes_again()
    {
        await using var host = await StartAsync(Client(A));
        host.Received.FailuresLeft = 2;

        await host.SendAsync(QueueNames.Client(Run, A), Train(A), Cancellation);

        Assert.Equal(3, (await host.Received.NextAsync(3, Cancellation)).Count);
    }

    [Fact]
    public async Task A_message_that_fails_four_times_makes_room_for_the_next()
    {
        await using var host = await StartAsync(Client(A));
        host.Received.FailuresLeft = 4;

        await host.SendAsync(QueueNames.Client(Run, A), Train(A), Cancellation);
        await host.SendAsync(QueueNames.Client(Run, A), Train(A) with { Attempt = 2 }, Cancellation);
        var tries = await host.Received.NextAsync(5, Cancellation);

        Assert.Equal([1, 1, 1, 1, 2], tries.Select(found => ((TrainRound)found.Message).Attempt));
    }

    [Fact]
    public async Task Messages_that_are_sent_ahead_keep_their_order()
    {
        await using var host = await StartAsync(Client(A) with { MessagesAhead = 16 });

        for (var attempt = 1; attempt <= 50; attempt++)
        {
            await host.SendAsync(QueueNames.Client(Run, A), Train(A) with { Attempt = attempt }, Cancellation);
        }

        var heard = await host.Received.NextAsync(50, Cancellation);
        Assert.Equal(Enumerable.Range(1, 50), heard.Select(found => ((TrainRound)found.Message).Attempt));
    }

    [Fact]
    public async Task Identities_travel_as_plain_words_and_numbers()
    {
        await using var host = await StartAsync(Client(A));

        await host.SendAsync(QueueNames.Client(Run, A), Train(A), Cancellation);
        var (_, _, json) = await host.Received.NextAsync(Cancellation);

        Assert.Contains("\"clientId\": \"a\"", json, StringComparison.Ordinal);
        Assert.Contains("\"round\": 3", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_connected_later_misses_nothing_between_two_times()
    {
        var later = new BusEndpoint(QueueNames.Aggregator(Run), [typeof(RecordingConsumer<RunFinished>)]) { IsConnectedLater = true };
        await using var host = await StartAsync(later);

        await (await host.ConnectAsync(later, Cancellation)).DisposeAsync();
        await host.Bus.Publish(Finished(), Cancellation);
        await using var second = await host.ConnectAsync(later, Cancellation);

        Assert.Equal((QueueNames.Aggregator(Run), Finished()), Assert.Single(await host.Received.NextAsync(1, Cancellation)));
    }

    private protected abstract Task<BusHost> StartAsync(params IReadOnlyList<BusEndpoint> endpoints);

    private BusEndpoint Client(ClientId client) => new(QueueNames.Client(Run, client), [typeof(RecordingConsumer<TrainRound>)]);

    private TrainRound Train(ClientId client) =>
        new(Run, new(3), client, Attempt: 1, new(new("checkpoints/000002/manifest.json"), 2, new string('0', 64)));

    private RunFinished Finished() => new(Run, RunPhase.Complete, new(3), Code: null, Message: null);
}
