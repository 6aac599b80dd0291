using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Messaging;

namespace FedK8s.Core.Tests.Messaging;

public sealed class BrokerErrorsTests(BrokerFixture broker)
{
    private readonly RunId _run = new(Path.GetRandomFileName());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_no_consumer_could_take_is_counted_with_its_reason_and_left_there()
    {
        var settings = await broker.StartAsync();
        var queue = QueueNames.Aggregator(_run);
        await using (var host = await BusHost.StartAsync(
            settings, [new(queue, [typeof(RecordingConsumer<RunFinished>)])], Cancellation))
        {
            host.Received.FailuresLeft = 4;
            await host.Bus.Publish(new RunFinished(_run, RunPhase.Complete, new(1), Code: null, Message: null), Cancellation);
            await host.Received.NextAsync(4, Cancellation);
        } // a host that has stopped has moved what failed

        string[] queues = [QueueNames.Evaluator(_run), queue];
        var first = await BrokerErrors.ReadAsync(settings, queues, TimeProvider.System, Cancellation);
        var second = await BrokerErrors.ReadAsync(settings, queues, TimeProvider.System, Cancellation);

        Assert.Equal([new QueueErrors(queue, 1, "as the test wanted")], first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_said_in_a_line()
    {
        var nowhere = new BrokerSettings { Address = new("amqp://127.0.0.1:1") };

        var failure = await Assert.ThrowsAsync<IOException>(
            () => BrokerErrors.ReadAsync(nowhere, [], TimeProvider.System, Cancellation));

        Assert.Equal("broker amqp://127.0.0.1:1/ cannot be reached: Connection refused", failure.Message);
    }
}
