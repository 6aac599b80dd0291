using System.Net;
using System.Text;
using System.Web;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;
using FedK8s.Core.Checkpoints.Azure;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>A pod's own token is exchanged for one that the blob service takes.</summary>
public sealed class WorkloadIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_token_file_is_exchanged_as_the_protocol_says()
    {
        using var service = new TokenService();
        await Connect(service).GetBlobContainerClient("runs").GetBlobClient("state.json").ExistsAsync(Cancellation);

        // https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow, third case.
        Assert.Equal("client_credentials", service.Exchange["grant_type"]);
        Assert.Equal("our-client", service.Exchange["client_id"]);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", service.Exchange["client_assertion_type"]);
        Assert.Equal("the pod's token", service.Exchange["client_assertion"]);
        Assert.Contains("https://storage.azure.com/.default", service.Exchange["scope"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_blob_service_is_shown_the_token_that_was_got_for_it()
    {
        using var service = new TokenService();
        await Connect(service).GetBlobContainerClient("runs").GetBlobClient("state.json").ExistsAsync(Cancellation);

        Assert.Equal("Bearer the-token-for-storage", service.ShownToBlobService);
    }

    private BlobServiceClient Connect(TokenService service)
    {
        File.WriteAllText(_folder["token"], "the pod's token");
        var variables = new Dictionary<string, string>
        {
            ["AZURE_STORAGE_ACCOUNT"] = "account",
            ["AZURE_CLIENT_ID"] = "our-client",
            ["AZURE_TENANT_ID"] = "our-tenant",
            ["AZURE_FEDERATED_TOKEN_FILE"] = _folder["token"],
        };
        var transport = new HttpClientTransport(service);
        var options = AzureAccount.OptionsOf(TransferSettings.Default);
        options.Transport = transport;
        return AzureAccount.From(variables.GetValueOrDefault).Connect(
            options, new WorkloadIdentityCredentialOptions { Transport = transport, DisableInstanceDiscovery = true });
    }

    /// <summary>Plays the two services: the one that gives tokens and the one that is shown them.</summary>
    private sealed class TokenService : HttpMessageHandler
    {
        public Dictionary<string, string> Exchange { get; } = [];

        public string? ShownToBlobService { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Host == "account.blob.core.windows.net")
            {
                ShownToBlobService = request.Headers.Authorization?.ToString();
                return new(HttpStatusCode.NotFound) { Headers = { { "x-ms-error-code", "BlobNotFound" } } };
            }

            Assert.Equal("https://login.microsoftonline.com/our-tenant/oauth2/v2.0/token", $"{request.RequestUri}");
            var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
            foreach (var name in form.AllKeys)
            {
                Exchange[name!] = form[name]!;
            }

            const string Token = """{"token_type":"Bearer","expires_in":3600,"access_token":"the-token-for-storage"}""";
            return new(HttpStatusCode.OK) { Content = new StringContent(Token, Encoding.UTF8, "application/json") };
        }
    }
}
