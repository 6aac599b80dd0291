namespace FedK8s.Core.Messaging;

/// <summary>
/// Where the message broker is and what lets us in. It is a class, not a record, so that printing it shows no secret.
/// </summary>
public sealed class BrokerSettings
{
    /// <summary><c>amqp://HOST[:PORT][/VHOST]</c>, or <c>amqps://</c> for TLS; without user and password.</summary>
    public required Uri Address { get; init; }

    /// <summary>The user. Default guest.</summary>
    public string User { get; init; } = "guest";

    /// <summary>The user's password. Default guest.</summary>
    public string Password { get; init; } = "guest";

    /// <summary>A PEM file of the authorities that the broker's certificate is checked against; null for the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>A PEM file of the certificate that is shown to the broker; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A PEM file of that certificate's private key; null where <see cref="CertificateFile"/> holds it.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The broker's host name or address; with TLS its certificate must be for this name.</summary>
    public string Host => Address.Host;

    /// <summary>Its port. Default 5672, with TLS 5671.</summary>
    public int Port => Address.Port > 0 ? Address.Port : IsTls ? 5671 : 5672;

    /// <summary>The virtual host, <c>/</c> where the address names none; <c>%2F</c> stands for a slash within a name.</summary>
    public string VirtualHost => Uri.UnescapeDataString(Address.AbsolutePath.TrimStart('/')) is { Length: > 0 } name ? name : "/";

    /// <summary>Whether the connection is by TLS.</summary>
    public bool IsTls => Address.Scheme == "amqps";

    /// <summary>The broker for messages and logs: its address, never a user or a password.</summary>
    public override string ToString() => $"{Address.Scheme}://{Host}:{Port}/{VirtualHost.TrimStart('/')}";
}
