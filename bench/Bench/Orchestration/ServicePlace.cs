using FedK8s.Contracts.Identity;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;

namespace FedK8s.Bench.Orchestration;

/// <summary>Where the processes of a run meet; each is told it as variables, <c>NAME=VALUE</c>, as services are.</summary>
internal sealed class ServicePlace
{
    private const string Run = "FEDK8S_RUN_ID";
    private const string Store = "FEDK8S_STORE";
    private const string BrokerAddress = "FEDK8S_BROKER";
    private const string CacheFolder = "FEDK8S_CACHE_DIR";

    private readonly Dictionary<string, string> _variables;

    private ServicePlace(Dictionary<string, string> variables) => _variables = variables;

    public ServicePlace(RunId runId, BrokerSettings broker, string connection, string folder)
        : this(new()
        {
            [Run] = runId.Value,
            [Store] = "az://runs/run",
            [BrokerAddress] = broker.Address.ToString(),
            ["AZURE_STORAGE_CONNECTION_STRING"] = connection,
            [CacheFolder] = folder,
            ["FEDK8S_HEALTH"] = "off",
        })
    {
    }

    public RunId RunId => new(_variables[Run]);

    public BrokerSettings Broker => new() { Address = new(_variables[BrokerAddress]) };

    public IEnumerable<string> Arguments => _variables.Select(pair => $"{pair.Key}={pair.Value}");

    public static ServicePlace Parse(IEnumerable<string> arguments) =>
        new(arguments.Select(argument => argument.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]));

    public string? Find(string name) => _variables.GetValueOrDefault(name);

    /// <summary>The same place as seen by somebody who has a disk of its own.</summary>
    public ServicePlace With(string cache) =>
        new(new(_variables) { [CacheFolder] = Path.Combine(_variables[CacheFolder], cache) });

    public RunStore OpenStore() => new(BlobStores.Open(_variables[Store], Find));
}
