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

    private static readonly Setting BrokerSetting = new(
        "FEDK8S_BROKER", "required", "The message broker: amqp://HOST[:PORT][/VHOST], or amqps:// for TLS, without a password.");

    private static readonly Setting BrokerUserSetting = new("FEDK8S_BROKER_USER", "guest", "The user at the broker.");

    private static readonly Setting BrokerPasswordSetting = new("FEDK8S_BROKER_PASSWORD", "guest", "The user's password.");

    private static readonly Setting BrokerAuthoritySetting = new(
        "FEDK8S_BROKER_CA_FILE", "the system's", "A PEM file of the authorities that the broker's certificate is checked against.");

    private static readonly Setting BrokerCertificateSetting = new(
        "FEDK8S_BROKER_CERT_FILE", "none", "A PEM file of the certificate that is shown to the broker.");

    private static readonly Setting BrokerKeySetting = new(
        "FEDK8S_BROKER_KEY_FILE", "none", "A PEM file of that certificate's key, where the certificate's file does not hold it.");

    private static readonly Setting HealthSetting = new(
        "FEDK8S_HEALTH", "*:8080", "Where /healthz and /readyz are served: HOST:PORT with an IP address or *, or off.");

    private static readonly Setting LogSetting = new("FEDK8S_LOG", "text", "Text or json, how the log is written to the error output.");

    private ServiceSettings(RunId runId, string store, BrokerSettings broker, IPEndPoint? health, LogForm log) =>
        (RunId, Store, Broker, Health, Log) = (runId, store, broker, health, log);

    /// <summary>Every variable, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        RunSetting, StoreSetting, BrokerSetting, BrokerUserSetting, BrokerPasswordSetting, BrokerAuthoritySetting,
        BrokerCertificateSetting, BrokerKeySetting, HealthSetting, LogSetting,
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
            ReadBroker(reader),
            ReadHealth(reader),
            reader.Word<LogForm>(LogSetting) ?? LogForm.Text);
    }

    private static BrokerSettings ReadBroker(SettingsReader reader)
    {
        var text = reader.Require(BrokerSetting);
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "amqp" or "amqps", UserInfo: "", Query: "", Host.Length: > 0 };
        if (text.Length > 0 && !isAddress)
        {
            reader.Add(BrokerSetting, "another address"); // it may hold a password
        }

        return new()
        {
            Address = isAddress ? address! : new("amqp://localhost"), // an address that was read is not null
            User = reader.Find(BrokerUserSetting) ?? "guest",
            Password = reader.Find(BrokerPasswordSetting) ?? "guest",
            AuthorityFile = reader.Find(BrokerAuthoritySetting),
            CertificateFile = reader.Find(BrokerCertificateSetting),
            KeyFile = reader.Find(BrokerKeySetting),
        };
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
