using FedK8s.Core.Errors;
using FedK8s.Core.Messaging;
using FedK8s.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FedK8s.Core.Tests.Messaging;

/// <summary>Who is let in, with TLS and without, and what they are told who are not.</summary>
public sealed class BrokerAccessTests(BrokerFixture broker) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_has_a_user_and_its_password_is_let_in() => await WaitAsync(await broker.StartAsync());

    [Fact]
    public async Task A_wrong_password_is_refused_and_not_shown()
    {
        var settings = await broker.StartAsync();

        var message = await RefusalAsync(new() { Address = settings.Address, User = "guest", Password = "opensesame" });

        Assert.Contains("user \"guest\"", message, StringComparison.Ordinal);
        Assert.DoesNotContain("opensesame", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_virtual_host_that_is_not_there_is_refused()
    {
        var settings = await broker.StartAsync();

        var message = await RefusalAsync(new() { Address = new($"amqp://{settings.Host}:{settings.Port}/elsewhere") });

        Assert.Contains("virtual host \"elsewhere\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authority_and_a_certificate_of_it_open_TLS() => await WaitAsync(await broker.StartTlsAsync());

    [Fact]
    public async Task A_broker_of_an_unknown_authority_is_refused()
    {
        var settings = await broker.StartTlsAsync();
        var another = new Certificates(_folder["another"]);

        var message = await RefusalAsync(new()
        {
            Address = settings.Address,
            AuthorityFile = another.Authority,
            CertificateFile = settings.CertificateFile,
            KeyFile = settings.KeyFile,
        });

        Assert.Contains("its certificate is not trusted", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_of_another_name_is_refused()
    {
        var settings = await broker.StartTlsAsync();

        var message = await RefusalAsync(new()
        {
            Address = new($"amqps://localhost:{settings.Port}"), // the certificate is for 127.0.0.1
            AuthorityFile = settings.AuthorityFile,
            CertificateFile = settings.CertificateFile,
            KeyFile = settings.KeyFile,
        });

        Assert.Contains("its certificate is not for localhost", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_shows_no_certificate_where_one_is_demanded_is_refused()
    {
        var settings = await broker.StartTlsAsync();

        var message = await RefusalAsync(new() { Address = settings.Address, AuthorityFile = settings.AuthorityFile });

        Assert.Contains("the certificate that the broker asks for", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_a_problem_of_the_settings()
    {
        var file = _folder["not.pem"];
        await File.WriteAllTextAsync(file, "not a certificate", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => WaitAsync(new() { Address = new("amqps://localhost"), AuthorityFile = file }));

        Assert.Equal(ExitCodes.InvalidSettings, failure.Code);
    }

    private static async Task<string> RefusalAsync(BrokerSettings settings)
    {
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => WaitAsync(settings));
        Assert.Equal(ExitCodes.BrokerAccessDenied, failure.Code);
        return failure.Message;
    }

    private static async Task WaitAsync(BrokerSettings settings)
    {
        using var access = new BrokerAccess(
            settings, TimeProvider.System, NullLogger<BrokerAccess>.Instance, TestContext.Current.CancellationToken);
        await access.WaitAsync(TestContext.Current.CancellationToken);
    }
}
