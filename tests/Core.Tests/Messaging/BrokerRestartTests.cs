using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Messaging;
using FedK8s.Testing;
using MassTransit;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>The broker is killed and comes back, under a process that stays.</summary>
public sealed class BrokerRestartTests : IDisposable
{
    private static readonly RunId Run = new("restarted");
    private static readonly ClientId Away = new("away");
    private static readonly ClientId Here = new("here");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_confirmed_is_delivered_and_publishing_goes_on()
    {
        Assert.SkipUnless(RabbitMq.IsInstalled, RabbitMq.Missing);
        await using var first = await RabbitMq.StartAsync(_folder["broker"], port: 0, Cancellation);
        await (await StartAsync(first, Away)).DisposeAsync(); // its queue stays
        await using var here = await StartAsync(first, Here);
        await SendAsync(here, Away, attempt: 1);

        await first.KillAsync();
        var sending = SendUntilConfirmedAsync(here, Away, attempt: 2);
        await using var second = await RabbitMq.StartAsync(_folder["broker"], first.Port, Cancellation);
        await sending;
        await here.Bus.WaitForHealthStatus(BusHealthStatus.Healthy, Cancellation); // its queue may have to be declared anew
        await SendAsync(here, Here, attempt: 3);
        var heard = await here.Received.NextAsync(1, Cancellation);
        await using var back = await StartAsync(second, Away);
        var kept = await back.Received.NextAsync(2, Cancellation);

        Assert.Equal([1, 2, 3], kept.Concat(heard).Select(found => ((TrainRound)found.Message).Attempt));
        AssertLossesAreSaidOnce([.. here.Log.All.Where(line => line.Contains($"{typeof(BrokerAccess)}:", StringComparison.Ordinal)
            && !line.Contains("has no leader", StringComparison.Ordinal))], first.Settings); // 3.10 may forget a queue that is younger than a second
    }

    // A broker that starts may let in and break off again before it stays, which is another loss; on a busy machine it does.
    private static void AssertLossesAreSaidOnce(IReadOnlyList<string> lines, BrokerSettings broker)
    {
        Assert.InRange(lines.Count, 2, 6);
        Assert.All(lines.Chunk(2), pair => Assert.Collection(
            pair,
            lost =>
            {
                Assert.StartsWith($"Warning: {typeof(BrokerAccess)}: Broker {broker} cannot be reached: ", lost, StringComparison.Ordinal);
                Assert.EndsWith("; trying again until it can", lost, StringComparison.Ordinal);
            },
            back => Assert.Equal($"Information: {typeof(BrokerAccess)}: Broker {broker} is reached again", back)));
    }

    private static Task<BusHost> StartAsync(RabbitMq broker, ClientId client) =>
        BusHost.StartAsync(
            broker.Settings, [new(QueueNames.Client(Run, client), [typeof(RecordingConsumer<TrainRound>)])], Cancellation);

    // A connection that breaks under a message shows itself as whatever the client library was at; nothing was sent then.
    private static async Task SendUntilConfirmedAsync(BusHost from, ClientId to, int attempt)
    {
        for (var isSent = false; !isSent;)
        {
            try
            {
                await SendAsync(from, to, attempt);
                isSent = true;
            }
            catch (Exception) when (!Cancellation.IsCancellationRequested)
            {
                await Task.Delay(100, Cancellation);
            }
        }
    }

    private static Task SendAsync(BusHost from, ClientId to, int attempt) =>
        from.SendAsync(
            QueueNames.Client(Run, to),
            new TrainRound(Run, new(1), to, attempt, new(new("manifest.json"), 2, new string('0', 64))),
            Cancellation);
}
