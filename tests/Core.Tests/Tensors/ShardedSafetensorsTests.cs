using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Tensors;

public sealed class ShardedSafetensorsTests : IDisposable
{
    private const string First = "model-00001-of-00002.safetensors";
    private const string Second = "model-00002-of-00002.safetensors";

    private readonly TemporaryFolder _folder = new();

    public ShardedSafetensorsTests()
    {
        TensorFiles.Write(_folder[First], ("b", [2f]), ("unlisted", [9f]));
        TensorFiles.Write(_folder[Second], ("a", [1f]), ("c", [3f, 4f]));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_read_like_one_file()
    {
        using var source = Open($$"""{"a":"{{Second}}","b":"{{First}}","c":"{{Second}}"}""");

        var values = source.Entries.Select(entry => (entry.Name, source.Floats(entry).ToArray()));

        Assert.Equal([("a", [1f]), ("b", [2f]), ("c", [3f, 4f])], values);
    }

    [Fact]
    public void What_the_index_does_not_list_is_not_there()
    {
        using var source = Open($$"""{"b":"{{First}}"}""");

        Assert.Null(source.Find("unlisted"));
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/model.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("model\\u0000.safetensors")]
    [InlineData("missing.safetensors")]
    public void A_shard_that_is_not_a_file_beside_the_index_is_refused(string shard) =>
        Assert.Throws<InvalidTensorFileException>(() => Open($$"""{"a":"{{shard}}"}"""));

    [Fact]
    public void A_tensor_that_its_shard_lacks_is_refused() =>
        Assert.Throws<InvalidTensorFileException>(() => Open($$"""{"a":"{{First}}"}"""));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":"x","a":"y"}""")]
    [InlineData("""{"\ud800":"x"}""")]
    public void An_index_that_is_no_map_of_names_is_refused(string weightMap) =>
        Assert.Throws<InvalidTensorFileException>(() => Open(weightMap));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void An_index_without_a_map_is_refused(string index)
    {
        File.WriteAllText(_folder[TensorSource.IndexName], index);

        Assert.Throws<InvalidTensorFileException>(() => ShardedSafetensors.Open(_folder[TensorSource.IndexName]));
    }

    [Fact]
    public void A_folder_with_an_index_opens_as_shards()
    {
        WriteIndex($$"""{"b":"{{First}}"}""");
        using var source = TensorSource.OpenFolder(_folder.Path);

        Assert.IsType<ShardedSafetensors>(source);
    }

    [Fact]
    public void A_folder_with_one_file_opens_as_that_file()
    {
        TensorFiles.Write(_folder[TensorSource.FileName], ("a", [1f]));
        using var source = TensorSource.OpenFolder(_folder.Path);

        Assert.IsType<SafetensorsFile>(source);
    }

    [Fact]
    public void A_folder_with_neither_names_what_is_missing() =>
        Assert.Contains("model.safetensors", Assert.Throws<FileNotFoundException>(
            () => TensorSource.OpenFolder(_folder.Path)).Message);

    private ShardedSafetensors Open(string weightMap)
    {
        WriteIndex(weightMap);
        return ShardedSafetensors.Open(_folder[TensorSource.IndexName]);
    }

    private void WriteIndex(string weightMap) =>
        File.WriteAllText(
            _folder[TensorSource.IndexName], $$"""{"metadata":{"total_size":16},"weight_map":{{weightMap}}}""");
}
