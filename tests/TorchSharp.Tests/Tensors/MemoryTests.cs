using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Tensors;

public sealed class MemoryTests
{
    [Fact]
    public void Tensor_copies_an_array()
    {
        var source = new[] { 1f, 2f };
        using var copy = tensor(source);

        source[0] = 9;

        Assert.Equal(1f, copy[0].item<float>());
    }

    [Fact]
    public void Tensor_copies_a_memory()
    {
        var source = new[] { 1f, 2f };
        using var copy = tensor(source.AsMemory(), new long[] { 2 });

        source[0] = 9;

        Assert.Equal(1f, copy[0].item<float>());
    }

    [Fact]
    public void From_array_shares_the_array()
    {
        var source = new[] { 1f, 2f };
        using var shared = from_array(source);

        source[0] = 9;

        Assert.Equal(9f, shared[0].item<float>());
    }

    [Fact]
    public void As_tensor_shares_the_array()
    {
        var source = new[] { 1f, 2f };
        using var shared = as_tensor(source);

        source[0] = 9;

        Assert.Equal(9f, shared[0].item<float>());
    }

    [Fact]
    public void Frombuffer_shares_an_array_of_its_own_type()
    {
        var source = new[] { 1f, 2f };
        using var shared = frombuffer(source, ScalarType.Float32);

        source[0] = 9;

        Assert.Equal(9f, shared[0].item<float>());
    }

    [Fact]
    public void Frombuffer_converts_bytes_and_does_not_reinterpret_them()
    {
        using var converted = frombuffer(new byte[] { 0, 0, 128, 63, 0, 0, 0, 64 }, ScalarType.Float32);

        Assert.Equal([0f, 0f, 128f, 63f, 0f, 0f, 0f, 64f], converted.data<float>().ToArray());
    }

    [Theory]
    [InlineData(ScalarType.Float32, 24)]
    [InlineData(ScalarType.BFloat16, 12)]
    [InlineData(ScalarType.Float64, 48)]
    public void Bytes_has_the_length_in_bytes(ScalarType type, int expected)
    {
        using var values = zeros(2, 3, dtype: type);

        Assert.Equal(expected, values.bytes.Length);
    }

    [Fact]
    public void Bytes_are_the_little_endian_elements()
    {
        using var values = tensor(new[] { 1f, -2f });

        Assert.Equal(new byte[] { 0, 0, 128, 63, 0, 0, 0, 192 }, values.bytes.ToArray());
    }

    [Fact]
    public void Bytes_can_be_set()
    {
        using var values = zeros(2);

        values.bytes = new byte[] { 0, 0, 128, 63, 0, 0, 0, 192 };

        Assert.Equal([1f, -2f], values.data<float>().ToArray());
    }

    [Fact]
    public void Bytes_of_a_parameter_can_be_set()
    {
        using var parameter = nn.Parameter(zeros(1));

        parameter.bytes = new byte[] { 0, 0, 128, 63 };

        Assert.Equal(1f, parameter.ToSingle());
    }

    [Fact]
    public void Bytes_of_a_wrong_length_are_refused()
    {
        using var values = zeros(2);

        Assert.Throws<ArgumentException>(() => values.bytes = new byte[7]);
    }

    [Fact]
    public void Bytes_need_a_contiguous_tensor()
    {
        using var values = zeros(2, 3);
        using var transposed = values.t();

        Assert.Throws<InvalidOperationException>(() => transposed.bytes.Length);
    }

    [Fact]
    public void Bytes_written_to_a_stream_come_back()
    {
        using var values = arange(7, dtype: ScalarType.Float32);
        using var read = zeros(7);
        using var stream = new MemoryStream();

        values.WriteBytesToStream(stream);
        stream.Position = 0;
        read.ReadBytesFromStream(stream);

        Assert.Equal(values.data<float>().ToArray(), read.data<float>().ToArray());
    }

    [Fact]
    public void The_accessor_follows_strides()
    {
        using var values = tensor(new[] { 1, 2, 3, 4, 5, 6 }, new long[] { 2, 3 });
        using var transposed = values.t();

        Assert.Equal([1, 4, 2, 5, 3, 6], transposed.data<int>().ToArray());
    }
}
