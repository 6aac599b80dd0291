using FedK8s.Core.Messaging;

namespace FedK8s.Core.Services;

/// <summary>The variables that say where the message broker is and what lets us in.</summary>
public static class BrokerVariables
{
    private static readonly Setting Address = new(
        "FEDK8S_BROKER", "required", "The message broker: amqp://HOST[:PORT][/VHOST], or amqps:// for TLS, without a password.");

    private static readonly Setting User = new("FEDK8S_BROKER_USER", "guest", "The user at the broker.");

    private static readonly Setting Password = new("FEDK8S_BROKER_PASSWORD", "guest", "The user's password.");

    private static readonly Setting Authority = new(
        "FEDK8S_BROKER_CA_FILE", "the system's", "A PEM file of the authorities that the broker's certificate is checked against.");

    private static readonly Setting Certificate = new(
        "FEDK8S_BROKER_CERT_FILE", "none", "A PEM file of the certificate that is shown to the broker.");

    private static readonly Setting Key = new(
        "FEDK8S_BROKER_KEY_FILE", "none", "A PEM file of that certificate's key, where the certificate's file does not hold it.");

    /// <summary>Every one, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Address, User, Password, Authority, Certificate, Key];

    /// <summary>The broker of a process that cannot do without; problems are noted with the reader.</summary>
    public static BrokerSettings Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Require(Address);
        return Find(reader) ?? new() { Address = new("amqp://localhost") };
    }

    /// <summary>The broker; null where none is named. Problems are noted with the reader.</summary>
    public static BrokerSettings? Find(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.Find(Address) is not { } text)
        {
            return null;
        }

        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "amqp" or "amqps", UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };
        if (!isAddress)
        {
            reader.Add(Address, "another address"); // it may hold a password
            return null;
        }

        var settings = new BrokerSettings
        {
            Address = address!, // an address that was read is not null
            User = reader.Find(User) ?? "guest",
            Password = reader.Find(Password) ?? "guest",
            AuthorityFile = reader.Find(Authority),
            CertificateFile = reader.Find(Certificate),
            KeyFile = reader.Find(Key),
        };
        Check(reader, settings);
        return settings;
    }

    // What would be passed over in silence, and leave a connection less safe than its settings look.
    private static void Check(SettingsReader reader, BrokerSettings settings)
    {
        Setting? unused = settings switch
        {
            { IsTls: false, AuthorityFile: not null } => Authority,
            { IsTls: false, CertificateFile: not null } => Certificate,
            _ => null,
        };
        if (unused is not null)
        {
            reader.Add(unused, "a file although the broker's address is not amqps://");
        }

        if (settings is { KeyFile: not null, CertificateFile: null })
        {
            reader.Add(Key, $"a key without {Certificate.Name}");
        }
    }
}
