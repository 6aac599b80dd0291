using System.Net;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Messaging;

namespace FedK8s.Core.Services;

/// <summary>What every service of a run is told by its environment.</summary>
public sealed class ServiceSettings
{
    private static readonly Setting RunSetting = new(
        "FEDK8S_RUN_ID", "required", "The run's identity: the FederatedRun's UID, or what fedk8s submit prints.");

    private static readonly Setting StoreSetting = new(
        "FEDK8S_STORE", "required", "The run's store: az://CONTAINER/PREFIX or file://FOLDER (docs/storage.md has the credentials).");

    private static readonly Setting HealthSetting = new(
        "FEDK8S_HEALTH", "*:8080", "Where /healthz and /readyz are served: HOST:PORT with an IP address or *, or off.");

    private static readonly Setting LogSetting = new("FEDK8S_LOG", "text", "Text or json, how the log is written to the error output.");

    private ServiceSettings(RunId runId, string store, BrokerSettings broker, IPEndPoint? health, LogForm log) =>
        (RunId, Store, Broker, Health, Log) = (runId, store, broker, health, log);

    /// <summary>Every variable, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        RunSetting, StoreSetting, .. BrokerVariables.All, HealthSetting, LogSetting,
    ];

    /// <summary>The run that the service works for.</summary>
    public RunId RunId { get; }

    /// <summary>The address of the run's store.</summary>
    public string Store { get; }

    /// <summary>The message broker.</summary>
    public BrokerSettings Broker { get; }

    /// <summary>Where health is served; null where it is not.</summary>
    public IPEndPoint? Health { get; }

    /// <summary>How the log is written.</summary>
    public LogForm Log { get; }

    /// <summary>Reads them; problems are noted with the reader.</summary>
    public static ServiceSettings Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(
            new(reader.Require(RunSetting)),
            reader.Require(StoreSetting),
            BrokerVariables.Read(reader),
            ReadHealth(reader),
            reader.Word<LogForm>(LogSetting) ?? LogForm.Text);
    }

    private static IPEndPoint? ReadHealth(SettingsReader reader)
    {
        var text = reader.Find(HealthSetting) ?? HealthSetting.Default;
        if (text == "off")
        {
            return null;
        }

        var address = text.StartsWith("*:", StringComparison.Ordinal) ? $"[::]{text[1..]}" : text;
        if (address.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(address, out var endpoint))
        {
            return endpoint;
        }

        reader.AddValue(HealthSetting, text);
        return null;
    }
}
