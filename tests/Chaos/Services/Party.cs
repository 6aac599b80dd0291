using FedK8s.Chaos.Blobs;
using FedK8s.Chaos.Bus;
using FedK8s.Testing;

namespace FedK8s.Chaos.Services;

/// <summary>A service that takes part in a run, behind proxies of its own.</summary>
internal sealed class Party : IAsyncDisposable
{
    private Party(string name, BlobProxy blobs, BusProxy bus, SupervisedService service) =>
        (Name, Blobs, Bus, Service) = (name, blobs, bus, service);

    /// <summary>For example <c>site-a</c>, <c>evaluator</c>, <c>aggregator</c>.</summary>
    public string Name { get; }

    public BlobProxy Blobs { get; }

    public BusProxy Bus { get; }

    public SupervisedService Service { get; }

    /// <summary>Makes one; its process is not started yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="program">Its program.</param>
    /// <param name="settings">Variables of its own.</param>
    /// <param name="place">The services that it meets the others at.</param>
    /// <param name="logs">A folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Party> CreateAsync(
        string name,
        string program,
        IReadOnlyDictionary<string, string> settings,
        Place place,
        string logs,
        CancellationToken cancellationToken)
    {
        var blobs = await BlobProxy.StartAsync(place.BlobEndpoint, cancellationToken);
        var bus = BusProxy.Start(place.BrokerPort);
        var environment = new Dictionary<string, string>(settings)
        {
            ["AZURE_STORAGE_CONNECTION_STRING"] = ConnectionString(new Uri(blobs.Address, place.BlobEndpoint.AbsolutePath)),
            ["FEDK8S_BROKER"] = $"amqp://127.0.0.1:{bus.Port}",
            ["FEDK8S_HEALTH"] = "off",
            // A process that lives for seconds does not get back what it puts into optimising its code.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_TC_CallCountingDelayMs"] = "100000",
        };
        return new(name, blobs, bus, new(program, environment, Path.Combine(logs, $"{name}.log")));
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Blobs.DisposeAsync();
        await Bus.DisposeAsync();
    }

    private static string ConnectionString(Uri endpoint) =>
        $"DefaultEndpointsProtocol=http;AccountName={Azurite.AccountName};AccountKey={Azurite.AccountKey};BlobEndpoint={endpoint};";
}
