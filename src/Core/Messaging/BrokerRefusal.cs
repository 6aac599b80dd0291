using System.Security.Authentication;
using FedK8s.Core.Errors;
using RabbitMQ.Client.Exceptions;

namespace FedK8s.Core.Messaging;

/// <summary>Tells a broker that does not let us in, which nothing cures by itself, from one that cannot be reached.</summary>
internal static class BrokerRefusal
{
    private const ushort AccessRefused = 403;
    private const ushort NotAllowed = 530;

    /// <summary>Why a connection was refused; null where it is worth trying again.</summary>
    /// <param name="exception">What the attempt threw.</param>
    /// <param name="settings">Of the attempt; no secret of it gets into the message.</param>
    /// <param name="tls">Of the attempt.</param>
    public static RunFailedException? Find(Exception exception, BrokerSettings settings, BrokerTls tls) =>
        Causes(exception).Select(cause => Reason(cause, settings, tls)).FirstOrDefault(reason => reason is not null) is { } found
            ? new(ExitCodes.BrokerAccessDenied, $"broker {settings}: {found}.", exception)
            : null;

    /// <summary>Whether the broker broke off after it had asked who we are, which may have been its answer.</summary>
    public static bool IsSuspected(Exception exception, BrokerTls tls) =>
        tls is { IsAsked: true, Problem: null } && Causes(exception).Any(cause => cause is IOException);

    /// <summary>What a suspicion becomes when it is confirmed.</summary>
    public static RunFailedException OfCertificate(Exception exception, BrokerSettings settings) => new(
        ExitCodes.BrokerAccessDenied,
        $"broker {settings}: it asks for a certificate and breaks off when it is shown {settings.CertificateFile ?? "none"}; "
        + "give a certificate of an authority that the broker trusts, and its key.",
        exception);

    /// <summary>The innermost reason, for the line that says what is being waited for.</summary>
    public static string Describe(Exception exception) => PrintableText.Of(Causes(exception).Last().Message);

    private static string? Reason(Exception cause, BrokerSettings settings, BrokerTls tls) => cause switch
    {
        AuthenticationFailureException =>
            $"it does not know user \"{settings.User}\" with the given password; give the user name and the password of a user of this broker",
        OperationInterruptedException { ShutdownReason.ReplyCode: AccessRefused or NotAllowed } =>
            $"user \"{settings.User}\" may not use the virtual host \"{settings.VirtualHost}\", or not the queues there; "
            + "give a virtual host that exists, and the user permissions on it",
        AuthenticationException when tls.Problem is { } problem =>
            $"{problem}; give the authority that signed the broker's certificate, and the host name that the certificate is for",
        AuthenticationException =>
            $"TLS was not agreed on ({PrintableText.Of(cause.Message)}); give amqp:// or amqps:// as the port wants it, and the "
            + "certificate that the broker asks for",
        _ => null,
    };

    private static IEnumerable<Exception> Causes(Exception exception) =>
        exception is AggregateException several
            ? several.InnerExceptions.SelectMany(Causes)
            : exception.InnerException is { } inner ? [exception, .. Causes(inner)] : [exception];
}
