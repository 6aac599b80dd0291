using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>A folder with an authority and what it signed: a server for 127.0.0.1 and a client.</summary>
internal sealed class Certificates
{
    private readonly X509Certificate2 _authority;

    public Certificates(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(Authority, _authority.ExportCertificatePem());
        Write("server", serial: 1);
        Write("client", serial: 2);
    }

    public string Folder { get; }

    public string Authority => Path.Combine(Folder, "ca.pem");

    public string Client => Path.Combine(Folder, "client.pem");

    public string ClientKey => Path.Combine(Folder, "client-key.pem");

    private void Write(string name, byte serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, [serial]);
        File.WriteAllText(Path.Combine(Folder, $"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, $"{name}-key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
