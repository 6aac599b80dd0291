using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>Every way to be let in, and what is said to whoever is not.</summary>
public sealed class AzureAccountTests(BlobServiceFixture fixture) : BlobServiceTest(fixture)
{
    private const string Connection = "AZURE_STORAGE_CONNECTION_STRING";
    private const string Endpoint = "AZURE_STORAGE_BLOB_ENDPOINT";
    private const string Account = "AZURE_STORAGE_ACCOUNT";
    private const string Key = "AZURE_STORAGE_KEY";
    private const string Sas = "AZURE_STORAGE_SAS_TOKEN";

    [Fact]
    public async Task A_connection_string_lets_in() =>
        await UseAsync(new() { [Connection] = Container.Service.ConnectionString });

    [Fact]
    public async Task An_account_key_lets_in() => await UseAsync(new()
    {
        [Endpoint] = $"{Container.Service.Endpoint}",
        [Account] = Azurite.AccountName,
        [Key] = Azurite.AccountKey,
    });

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    public async Task A_shared_access_signature_of_the_container_lets_in(string mark)
    {
        await PutAsync(Open(), Bytes(1), path: new("other"));

        await UseAsync(new()
        {
            [Endpoint] = $"{Container.Service.Endpoint}",
            [Sas] = mark + Signature(BlobContainerSasPermissions.All, TimeSpan.FromHours(1)),
        });
    }

    [Fact]
    public async Task A_signature_that_only_reads_reads_and_its_writes_end_with_their_code()
    {
        var there = await PutAsync(Open(), Bytes(100));
        var store = Open(new()
        {
            [Endpoint] = $"{Container.Service.Endpoint}",
            [Sas] = Signature(BlobContainerSasPermissions.Read, TimeSpan.FromHours(1)),
        });

        Assert.Equal(there.Blob, (await store.ReadAsync(Path, Cancellation))!.Blob);
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => PutAsync(store, Bytes(100)));
        Assert.Same(ExitCodes.StoreAccessDenied, failure.Code);
    }

    [Fact]
    public async Task A_signature_that_has_expired_ends_with_its_code_and_is_not_shown()
    {
        await PutAsync(Open(), Bytes(100));
        var signature = Signature(BlobContainerSasPermissions.All, TimeSpan.FromMinutes(-5));
        var store = Open(new() { [Endpoint] = $"{Container.Service.Endpoint}", [Sas] = signature });

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => store.ReadAsync(Path, Cancellation));

        Assert.Same(ExitCodes.StoreAccessDenied, failure.Code);
        Assert.DoesNotContain("sig=", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Dictionary<string, string>, string> Unusable => new()
    {
        { [], Connection },
        { new() { [Connection] = "AccountName=a;secret" }, Connection },
        { new() { [Endpoint] = "account.blob.core.windows.net" }, Endpoint },
        { new() { [Endpoint] = "https://a.blob.core.windows.net/?sig=secret" }, Endpoint },
        { new() { [Account] = "a" }, "AZURE_CLIENT_ID" },
        { new() { [Account] = "a", [Key] = "secret, and not base64" }, Key },
        { new() { [Endpoint] = "https://a.blob.core.windows.net", [Key] = "c2VjcmV0" }, Account },
        { new() { [Account] = "a", ["AZURE_CLIENT_ID"] = "id", ["AZURE_TENANT_ID"] = "id" }, "AZURE_FEDERATED_TOKEN_FILE" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void What_is_missing_or_broken_is_named_and_no_secret_is_shown(
        Dictionary<string, string> variables, string named)
    {
        var failure = Assert.Throws<RunFailedException>(() => Open(variables));

        Assert.Same(ExitCodes.StoreAccessDenied, failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    private IBlobStore Open(Dictionary<string, string> variables) => BlobStores.Open(
        $"az://{Container.Name}/runs/one",
        name => name == "FEDK8S_CACHE_DIR" ? Container.CacheFolder : variables.GetValueOrDefault(name));

    private async Task UseAsync(Dictionary<string, string> variables)
    {
        var store = Open(variables);
        var written = await PutAsync(store, Bytes(100));

        Assert.Equal(Bytes(100), await FetchedAsync(store, written.Blob));
        Assert.Equal(written.Blob, (await Open().ReadAsync(Path, Cancellation))!.Blob);
    }

    private string Signature(BlobContainerSasPermissions permissions, TimeSpan lifetime) =>
        new BlobServiceClient(Container.Service.ConnectionString).GetBlobContainerClient(Container.Name)
            .GenerateSasUri(permissions, TimeProvider.System.GetUtcNow() + lifetime).Query[1..];
}
