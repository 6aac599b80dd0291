using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FedK8s.Core.Errors;
using RabbitMQ.Client;

namespace FedK8s.Core.Messaging;

/// <summary>
/// TLS as strict as it can be: the broker's certificate must be for the host that was asked for, be valid now, and come from
/// an authority of ours. The files are read when this is made, so that renewed ones count from the next connection on.
/// </summary>
internal sealed class BrokerTls
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly string _host;
    private readonly X509Certificate2Collection? _authorities;

    /// <exception cref="RunFailedException">A file is not there or cannot be read.</exception>
    public BrokerTls(BrokerSettings settings)
    {
        _host = settings.Host;
        Options = new SslOption { Enabled = settings.IsTls };
        if (!settings.IsTls)
        {
            return;
        }

        Options.ServerName = settings.Host;
        Options.AcceptablePolicyErrors = SslPolicyErrors.None;
        Options.CertificateValidationCallback = IsTrusted;
        _authorities = settings.AuthorityFile is { } authorities ? Read(authorities, ReadAuthorities) : null;
        Options.Certs = settings.CertificateFile is { } certificate
            ? [Read(certificate, path => X509Certificate2.CreateFromPemFile(path, settings.KeyFile))]
            : [];
    }

    public SslOption Options { get; }

    /// <summary>What is wrong with the broker's certificate; null for nothing, or before it was seen.</summary>
    public string? Problem { get; private set; }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Problem = certificate is not X509Certificate2 shown || chain is null ? "it shows no certificate"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"its certificate is not for {_host}"
            : FindProblem(shown, chain);
        return Problem is null;
    }

    private string? FindProblem(X509Certificate2 certificate, X509Chain chain)
    {
        if (_authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            if (chain.ChainPolicy.ApplicationPolicy.Count == 0)
            {
                chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
            }

            chain.Build(certificate);
        }

        return chain.ChainStatus.Length == 0 ? null
            : $"its certificate is not trusted ({string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct())})";
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate");
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new RunFailedException(
                ExitCodes.InvalidSettings,
                $"{path}: not readable as PEM ({PrintableText.Of(exception.Message)}); wanted the certificate, or the key, that the "
                + "broker's settings name.",
                exception);
        }
    }
}
