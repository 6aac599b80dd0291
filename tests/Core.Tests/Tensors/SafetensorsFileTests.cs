using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Tensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["model.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Floats_are_read_without_copying()
    {
        TensorFiles.Write(FilePath, ("b", [3f]), ("a", [1f, 2f]));
        using var file = SafetensorsFile.Open(FilePath);

        Assert.Equal([1f, 2f], file.Floats(file.Find("a")!));
    }

    [Fact]
    public void Entries_are_in_the_ordinal_order_of_names()
    {
        TensorFiles.Write(FilePath, ("b", [3f]), ("B", [4f]), ("a", [1f, 2f]));
        using var file = SafetensorsFile.Open(FilePath);

        Assert.Equal(["B", "a", "b"], file.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public void A_part_of_a_tensor_can_be_read()
    {
        TensorFiles.Write(FilePath, ("a", [.. Enumerable.Range(0, 5000).Select(i => (float)i)]));
        using var file = SafetensorsFile.Open(FilePath);
        var part = new float[3000];

        file.ReadFloats(file.Entries[0], 1500, part);

        Assert.Equal(Enumerable.Range(1500, 3000).Select(i => (float)i), part);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 9)]
    [InlineData(8, 1)]
    [InlineData(long.MaxValue, 1)]
    public void A_part_beyond_the_tensor_is_refused(long offset, int count)
    {
        TensorFiles.Write(FilePath, ("a", [1f, 2f]), ("b", [3f, 4f]));
        using var file = SafetensorsFile.Open(FilePath);

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(file.Entries[0], offset, new byte[count]));
    }

    [Fact]
    public void An_entry_of_another_file_is_refused()
    {
        TensorFiles.Write(FilePath, ("a", [1f, 2f]));
        using var file = SafetensorsFile.Open(FilePath);

        Assert.Throws<ArgumentException>(() => file.Bytes(file.Entries[0] with { Offset = 4 }));
    }

    [Fact]
    public void A_disposed_file_gives_no_bytes()
    {
        TensorFiles.Write(FilePath, ("a", [1f, 2f]));
        var file = SafetensorsFile.Open(FilePath);
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Bytes(file.Entries[0]).Length);
    }

    [Fact]
    public void A_file_without_tensors_is_valid()
    {
        File.WriteAllBytes(FilePath, TensorFiles.FromHeader("{}"));
        using var file = SafetensorsFile.Open(FilePath);

        Assert.Empty(file.Entries);
    }

    [Fact]
    public void Data_beyond_two_gibibytes_is_read_at_its_place()
    {
        // Sparse: only the last tensor's bytes are really on the disk.
        const long large = 3L << 30;
        var header = SafetensorsHeader.Create([new("a", TensorType.F32, [large / 4]), new("b", TensorType.F32, [1])]);
        using (var stream = File.Create(FilePath))
        {
            stream.Write(header.ToBytes());
            stream.Seek(large, SeekOrigin.Current);
            stream.Write([0, 0, 0x80, 0x3F]);
        }

        using var file = SafetensorsFile.Open(FilePath);

        Assert.Equal([1f], file.Floats(file.Find("b")!));
        Assert.Throws<ArgumentException>(() => file.Bytes(file.Find("a")!).Length);
        var last = new float[] { -1f };
        file.ReadFloats(file.Find("a")!, large / 4 - 1, last);
        Assert.Equal([0f], last);
    }

    [Fact]
    public void A_missing_file_is_a_plain_input_error() =>
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(FilePath));
}
