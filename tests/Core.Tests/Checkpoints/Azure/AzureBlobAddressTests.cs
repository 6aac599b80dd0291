using FedK8s.Core.Checkpoints.Azure;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

public sealed class AzureBlobAddressTests
{
    [Theory]
    [InlineData("az://runs/clinic-vqa", "runs", "clinic-vqa")]
    [InlineData("az://runs/teams/a/one/", "runs", "teams/a/one")]
    [InlineData("az://runs", "runs", "")]
    [InlineData("az://run-5/", "run-5", "")]
    public void An_address_names_a_container_and_a_place_in_it(string address, string container, string prefix) =>
        Assert.Equal(new AzureBlobAddress(container, prefix), AzureBlobAddress.Find(address));

    [Theory]
    [InlineData("file:///runs")]
    [InlineData("az://")]
    [InlineData("az://ab/x")]
    [InlineData("az://Runs/x")]
    [InlineData("az://-runs/x")]
    [InlineData("az://runs-/x")]
    [InlineData("az://ru--ns/x")]
    [InlineData("az://runs//x")]
    [InlineData("az://runs/../x")]
    [InlineData("az://runs/x?sig=1")]
    [InlineData("az://runs@account/x")]
    [InlineData("AZ://runs/x")]
    public void Anything_else_is_no_address_of_a_container(string address) =>
        Assert.Null(AzureBlobAddress.Find(address));

    [Theory]
    [InlineData("az://runs/clinic-vqa")]
    [InlineData("az://runs")]
    public void An_address_is_written_as_it_was_read(string address) =>
        Assert.Equal(address, AzureBlobAddress.Find(address)!.ToString());
}
