using FedK8s.Core.Messaging;
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

    public BrokerFixture()
    {
        Certificates = new(() => new(_folder["certificates"]));
        _broker = new(() => RabbitMq.StartAsync(_folder["broker"], port: 0, CancellationToken.None, Certificates.Value.Folder));
    }

    /// <summary>What the broker shows, and wants to see, where it speaks TLS.</summary>
    internal Lazy<Certificates> Certificates { get; }

    /// <summary>What lets a client in; the test is skipped where there is no broker.</summary>
    public async Task<BrokerSettings> StartAsync()
    {
        Assert.SkipUnless(RabbitMq.IsInstalled, RabbitMq.Missing);
        return (await _broker.Value).Settings;
    }

    /// <summary>What lets a client in by TLS.</summary>
    public async Task<BrokerSettings> StartTlsAsync()
    {
        await StartAsync();
        return new()
        {
            Address = new($"amqps://127.0.0.1:{(await _broker.Value).TlsPort}"),
            AuthorityFile = Certificates.Value.Authority,
            CertificateFile = Certificates.Value.Client,
            KeyFile = Certificates.Value.ClientKey,
        };
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
