using FedK8s.Core.Files;

namespace FedK8s.Core.Tests.Files;

public sealed class FileAddressTests
{
    [Theory]
    [InlineData("/data/train.jsonl")]
    [InlineData("/data/50%25 off#1?.jsonl")]
    public void A_path_comes_back_from_its_address(string path) =>
        Assert.Equal(path, FileAddress.FindPath(FileAddress.Of(path)));

    [Theory]
    [InlineData("az://runs/a")]
    [InlineData("file://")]
    [InlineData("file://a\0b")]
    public void What_names_no_file_has_no_path(string address) => Assert.Null(FileAddress.FindPath(address));
}
