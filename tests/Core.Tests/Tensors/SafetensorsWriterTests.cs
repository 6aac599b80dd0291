using System.Buffers.Binary;
using System.Text;
using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Tensors;

public sealed class SafetensorsWriterTests : IDisposable
{
    private static readonly TensorDeclaration Bytes3 = new("a", TensorType.U8, [3]);
    private static readonly TensorDeclaration Floats2 = new("b", TensorType.F32, [2]);
    private static readonly TensorDeclaration Empty = new("c", TensorType.F32, [0]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_the_format_to_the_byte()
    {
        using var stream = new MemoryStream();
        var writer = new SafetensorsWriter(stream, [Floats2], new Dictionary<string, string> { ["k"] = "v" });
        writer.WriteFloats(writer.Entries[0], [1f, -2f]);

        // 79 bytes of JSON: one space fills them up to a multiple of 8.
        const string padded = """{"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} """;
        Assert.Equal(
            TensorFiles.FromHeader(Encoding.ASCII.GetBytes(padded), [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]),
            stream.ToArray());
    }

    [Fact]
    public void The_order_of_declaration_does_not_change_a_byte() =>
        Assert.Equal(
            SafetensorsHeader.Create([Bytes3, Floats2, Empty]).ToBytes(),
            SafetensorsHeader.Create([Empty, Floats2, Bytes3]).ToBytes());

    [Fact]
    public void Every_tensor_is_aligned_to_its_elements()
    {
        var header = SafetensorsHeader.Create(
            Enum.GetValues<TensorType>().Select(type => new TensorDeclaration($"odd {type}", type, [3])));

        var dataStart = header.ToBytes().Length;
        Assert.All(
            header.Entries, entry => Assert.Equal(0, (dataStart + entry.Offset) % entry.Type.ElementByteCount()));
    }

    [Fact]
    public void A_tensor_may_be_written_in_parts()
    {
        using var stream = new MemoryStream();
        var writer = new SafetensorsWriter(stream, [Bytes3]);

        writer.Write(writer.Entries[0], [1]);
        writer.Write(writer.Entries[0], [2, 3]);
        writer.Complete();

        Assert.Equal([1, 2, 3], stream.ToArray()[^3..]);
    }

    [Fact]
    public void Empty_tensors_need_no_write()
    {
        var writer = new SafetensorsWriter(new MemoryStream(), [Empty, new("d", TensorType.I64, [4, 0])]);

        writer.Complete();
    }

    [Fact]
    public void A_tensor_out_of_turn_is_refused()
    {
        var writer = new SafetensorsWriter(new MemoryStream(), [Bytes3, Floats2]);

        Assert.Throws<InvalidOperationException>(() => writer.Write(writer.Entries[1], [1, 2, 3]));
    }

    [Fact]
    public void More_bytes_than_declared_are_refused()
    {
        var writer = new SafetensorsWriter(new MemoryStream(), [Bytes3]);

        Assert.Throws<InvalidOperationException>(() => writer.Write(writer.Entries[0], [1, 2, 3, 4]));
    }

    [Fact]
    public void Missing_bytes_are_refused()
    {
        var writer = new SafetensorsWriter(new MemoryStream(), [Bytes3]);
        writer.Write(writer.Entries[0], [1, 2]);

        Assert.Throws<InvalidOperationException>(writer.Complete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__metadata__")]
    [InlineData("a\n")]
    [InlineData("b")]
    public void A_name_that_no_reader_would_take_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => SafetensorsHeader.Create([Floats2, new(name, TensorType.F32, [1])]));

    [Fact]
    public void A_file_larger_than_64_bits_is_refused() =>
        Assert.Throws<ArgumentException>(() => SafetensorsHeader.Create([new("a", TensorType.F64, [long.MaxValue])]));

    [Fact]
    public void The_length_counts_the_padding()
    {
        var bytes = SafetensorsHeader.Create([Bytes3]).ToBytes();

        Assert.Equal((ulong)bytes.Length - 8, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    [Fact]
    public void A_failed_file_leaves_the_old_one_and_nothing_else()
    {
        var path = _folder["model.safetensors"];
        File.WriteAllText(path, "old");

        Assert.Throws<InvalidOperationException>(
            () => SafetensorsWriter.WriteFile(path, [Bytes3], null, (_, _) => { }));

        Assert.Equal("old", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path))));
    }
}
