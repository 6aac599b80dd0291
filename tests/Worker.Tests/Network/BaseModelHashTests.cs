using System.Text;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Network.Files;

namespace FedK8s.Worker.Tests.Network;

public sealed class BaseModelHashTests : IDisposable
{
    // printf abc | sha256sum
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_hash_of_one_file_is_what_sha256sum_prints()
    {
        Write("model.safetensors", "abc");

        Assert.Equal(HashOfAbc, await BaseModelHash.OfAsync(_folder.Path, Cancellation));
    }

    [Fact]
    public async Task The_hash_of_shards_is_that_of_sha256sums_list()
    {
        Write("model-00002-of-00002.safetensors", "b");
        Write("model-00001-of-00002.safetensors", "a");

        // sha256sum model-*.safetensors | sha256sum
        const string hash = "e335e1256c24edd939a121792a94e7ce980f229c48f7162c3e1ccf24b916f3e0";
        Assert.Equal(hash, await BaseModelHash.OfAsync(_folder.Path, Cancellation));
    }

    [Fact]
    public async Task A_folder_without_weights_is_named()
    {
        var exception = await Assert.ThrowsAsync<RunFailedException>(() => BaseModelHash.OfAsync(_folder.Path, Cancellation));

        Assert.Equal(ExitCodes.FileNotFound, exception.Code);
    }

    [Fact]
    public void Another_revision_is_refused()
    {
        var exception = Assert.Throws<RunFailedException>(() => BaseModelHash.Require("base", HashOfAbc, new string('0', 64)));

        Assert.Equal(ExitCodes.CorruptCheckpoint, exception.Code);
    }

    [Theory]
    [InlineData(HashOfAbc)]
    [InlineData(null)]
    public void The_right_revision_or_none_is_accepted(string? revision) => BaseModelHash.Require("base", HashOfAbc, revision);

    private void Write(string name, string content) => File.WriteAllBytes(_folder[name], Encoding.UTF8.GetBytes(content));
}
