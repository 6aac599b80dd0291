using FedK8s.Core.Tensors;
using FedK8s.Worker.Network.Files;

namespace FedK8s.Worker.Tests.Network;

public sealed class ShardPlanTests
{
    [Theory]
    [InlineData(100, "ab c")]
    [InlineData(99, "a b c")]
    [InlineData(160, "abc")]
    [InlineData(50, "b c a")] // what is larger than a file by itself does not end the file that is being filled
    public void A_file_is_full_when_the_next_tensor_would_exceed_its_size(long shardByteCount, string expected)
    {
        var shards = ShardPlan.Of([Tensor("a", 10), Tensor("b", 15), Tensor("c", 15)], shardByteCount); // 40, 60 and 60 bytes

        Assert.Equal(expected, string.Join(' ', shards.Select(shard => string.Concat(shard.Tensors.Select(tensor => tensor.Name)))));
    }

    [Fact]
    public void A_single_file_has_no_number() =>
        Assert.Equal("model.safetensors", Assert.Single(ShardPlan.Of([Tensor("a", 1)], 4)).FileName);

    [Fact]
    public void Files_are_numbered_from_one() =>
        Assert.Equal(
            ["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors"],
            ShardPlan.Of([Tensor("a", 1), Tensor("b", 1), Tensor("c", 1)], 4).Select(shard => shard.FileName));

    private static TensorDeclaration Tensor(string name, long count) => new(name, TensorType.F32, TensorShape.Create([count]));
}
