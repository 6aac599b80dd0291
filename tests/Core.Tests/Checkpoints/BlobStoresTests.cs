using FedK8s.Core.Checkpoints;
using FedK8s.Core.Checkpoints.Azure;
using FedK8s.Core.Errors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints;

public sealed class BlobStoresTests : IDisposable
{
    private static readonly Dictionary<string, string> Account = new()
    {
        ["AZURE_STORAGE_ACCOUNT"] = "account",
        ["AZURE_STORAGE_KEY"] = "a2V5",
        ["HOME"] = "/home/user",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_address_is_a_store_in_a_folder() =>
        Assert.IsType<FolderBlobStore>(BlobStores.Open($"file://{_folder["run"]}", _ => null));

    [Fact]
    public void An_az_address_is_a_store_in_the_account_that_the_environment_names()
    {
        var store = Assert.IsType<AzureBlobStore>(BlobStores.Open("az://runs/one", Account.GetValueOrDefault));

        Assert.Equal("https://account.blob.core.windows.net/runs/one", store.Location.ToString());
    }

    [Theory]
    [InlineData("pvc://volume/runs")]
    [InlineData("az://RUNS/one")]
    [InlineData("s3://runs/one")]
    [InlineData("")]
    public void Any_other_address_ends_with_its_code(string address) =>
        Assert.Same(ExitCodes.InvalidManifest, Assert.Throws<RunFailedException>(
            () => BlobStores.Open(address, Account.GetValueOrDefault)).Code);

    [Fact]
    public void Without_a_place_for_fetched_files_nothing_is_opened()
    {
        var homeless = Account.Where(variable => variable.Key != "HOME").ToDictionary();

        Assert.Same(ExitCodes.OutputNotWritable, Assert.Throws<RunFailedException>(
            () => BlobStores.Open("az://runs/one", homeless.GetValueOrDefault)).Code);
    }

    [Theory]
    [InlineData("ten")]
    [InlineData("-1")]
    public void A_cache_size_that_is_no_number_is_named(string size)
    {
        var failure = Assert.Throws<RunFailedException>(() => BlobStores.Open(
            "az://runs/one", new Dictionary<string, string>(Account) { ["FEDK8S_CACHE_BYTES"] = size }.GetValueOrDefault));

        Assert.Same(ExitCodes.OutputNotWritable, failure.Code);
        Assert.Contains("FEDK8S_CACHE_BYTES", failure.Message, StringComparison.Ordinal);
    }
}
