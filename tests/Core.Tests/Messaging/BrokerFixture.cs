using FedK8s.Core.Tests.Messaging;
using FedK8s.Testing;

[assembly: AssemblyFixture(typeof(BrokerFixture))]

namespace FedK8s.Core.Tests.Messaging;

/// <summary>One broker for all tests of this program that leave it alone, started by the first that needs it. Each test has
/// a run of its own, and with it queues of its own.</summary>
public sealed class BrokerFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<RabbitMq>> _broker;

    public BrokerFixture() => _broker = new(() => RabbitMq.StartAsync(_folder["broker"], port: 0, CancellationToken.None));

    /// <summary>The running broker; the test is skipped where it is not installed.</summary>
    public Task<RabbitMq> StartAsync()
    {
        Assert.SkipUnless(RabbitMq.IsInstalled, RabbitMq.Missing);
        return _broker.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker.IsValueCreated)
        {
            await (await _broker.Value).DisposeAsync();
        }

        _folder.Dispose();
    }
}
