using System.Reflection;
using Azure.Storage.Blobs;

namespace FedK8s.Core.Tests.Packages;

/// <summary>The blob client loads with the System.IO.Hashing of this build, be it the package or the
/// stand-in.</summary>
public sealed class BlobPackageTests
{
    [Theory]
    [InlineData("Azure.Storage.Blobs")]
    [InlineData("Azure.Storage.Common")]
    public void Every_type_of_the_blob_client_loads(string assembly) =>
        Assert.NotEmpty(Assembly.Load(assembly).GetTypes());

    [Fact]
    public void A_blob_client_can_be_made_without_a_network()
    {
        var container = new BlobContainerClient(new Uri("https://account.blob.core.windows.net/runs"));

        Assert.Equal("clinic-vqa/state.json", container.GetBlobClient("clinic-vqa/state.json").Name);
    }
}
