using Azure.Storage.Blobs.Models;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>What every store promises, kept by the one on a blob service.</summary>
public sealed class AzureBlobStoreTests(BlobServiceFixture fixture) : BlobStoreConformance, IAsyncLifetime
{
    private ServiceContainer _container = null!; // InitializeAsync sets it

    public async ValueTask InitializeAsync() => _container = new(await fixture.StartAsync());

    public ValueTask DisposeAsync()
    {
        _container?.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override IBlobStore Open() => _container.Open();

    protected override async Task DamageAsync(BlobPath path)
    {
        var blob = _container.Client().GetBlobClient($"{ServiceContainer.Prefix}/{path}");
        var found = (await blob.DownloadContentAsync(Cancellation)).Value;
        var bytes = found.Content.ToArray();
        bytes[^1] ^= 1;
        var sameNotes = new BlobUploadOptions { Metadata = found.Details.Metadata };
        await blob.UploadAsync(BinaryData.FromBytes(bytes), sameNotes, Cancellation);
    }

    [Fact]
    public async Task A_document_with_a_flipped_bit_is_not_read()
    {
        await PutAsync(Open(), new("state.json"), "abc");
        await DamageAsync(new("state.json"));

        await Assert.ThrowsAsync<InvalidDataException>(() => Open().ReadAsync(new("state.json"), Cancellation));
    }

    [Fact]
    public async Task A_blob_that_another_program_wrote_is_read_as_it_is()
    {
        var container = _container.Client();
        await container.CreateAsync(cancellationToken: Cancellation);
        await container.UploadBlobAsync($"{ServiceContainer.Prefix}/a.json", BinaryData.FromString("abc"), Cancellation);

        Assert.Equal("abc", await ReadTextAsync(Open(), new("a.json")));
    }

    [Fact]
    public async Task A_container_that_is_not_there_holds_nothing()
    {
        Assert.Null(await Open().ReadAsync(new("state.json"), Cancellation));
        Assert.Empty(await ListAsync(Open(), "rounds"));
        await Open().DeleteAsync(new("state.json"), Cancellation);
    }

    [Fact]
    public void The_location_names_account_container_and_prefix_and_no_secret() =>
        Assert.Equal($"{_container.Service.Endpoint}/{_container.Name}/runs/one", Open().Location.ToString());
}
