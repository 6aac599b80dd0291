using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Tensors;

/// <summary>What reading a file leaves in the memory of the process.</summary>
public sealed class MappedMemoryTests : IDisposable
{
    private const int PartLength = (1 << 18) + 3; // ends within a page
    private const int PartCount = 4;

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["tensors.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(1, 0, 3, 2)]
    public void A_part_that_is_forgotten_takes_no_memory_in_whatever_order(params int[] order)
    {
        Assert.SkipUnless(MappedMemory.IsKnown, MappedMemory.Missing);
        using var file = OpenRising(TensorType.F32);
        foreach (var part in order)
        {
            Sum(file, part);
        }

        Assert.InRange(MappedMemory.Of(FilePath), PartLength * PartCount * sizeof(float), long.MaxValue);
        foreach (var part in order)
        {
            Sum(file, part);
            Forget(file, part);
        }

        Assert.Equal(0, MappedMemory.Of(FilePath));
    }

    [Fact]
    public void A_part_that_was_forgotten_is_read_as_before()
    {
        using var file = OpenRising(TensorType.F32);
        var before = Sum(file, part: 1);

        Forget(file, part: 1);

        Assert.Equal(before, Sum(file, part: 1));
    }

    [Fact]
    public void A_span_stays_valid_when_its_part_is_forgotten()
    {
        using var file = OpenRising(TensorType.F32);
        var span = file.Floats(file.Entries[0]);

        Forget(file, part: 0);

        Assert.Equal((0f, 7f), (span[0], span[7]));
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(0, (PartLength * PartCount * sizeof(float)) + 1)]
    public void Only_a_part_of_the_tensor_can_be_forgotten(long offset, int byteCount)
    {
        using var file = OpenRising(TensorType.F32);

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Forget(file.Entries[0], offset, byteCount));
    }

    [Theory]
    [InlineData(TensorType.F32)]
    [InlineData(TensorType.BF16)]
    [InlineData(TensorType.F64)]
    public void Floats_that_are_copied_leave_nothing_behind(TensorType type)
    {
        Assert.SkipUnless(MappedMemory.IsKnown, MappedMemory.Missing);
        using var file = OpenRising(type);
        var values = new float[PartLength];

        file.ReadFloats(file.Entries[0], 1, values);

        Assert.Equal(Enumerable.Range(1, PartLength).Select(Value), values);
        Assert.Equal(0, MappedMemory.Of(FilePath));
    }

    private static float Value(int i) => i % 251; // which eight bits of fraction hold

    private static float Sum(SafetensorsFile file, int part) => Sum(MemoryMarshal.Cast<byte, float>(
        file.Bytes(file.Entries[0], (long)part * PartLength * sizeof(float), PartLength * sizeof(float))));

    private static float Sum(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static void Forget(SafetensorsFile file, int part) =>
        file.Forget(file.Entries[0], (long)part * PartLength * sizeof(float), PartLength * sizeof(float));

    private SafetensorsFile OpenRising(TensorType type)
    {
        float[] values = [.. Enumerable.Range(0, PartLength * PartCount).Select(Value)];
        SafetensorsWriter.WriteFile(
            FilePath, [new("w", type, [values.Length])], null, (writer, entry) => writer.WriteFloats(entry, values));
        return SafetensorsFile.Open(FilePath);
    }
}
