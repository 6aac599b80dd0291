using FedK8s.Core.Tensors;

namespace FedK8s.Core.Tests.Tensors;

public sealed class LargePagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    [InlineData(9 << 20)]
    public void Asking_for_large_pages_changes_nothing_in_memory(int length)
    {
        var memory = Enumerable.Range(0, length).Select(number => (byte)number).ToArray();

        LargePages.Ask(memory);

        Assert.Equal(length / 256 * 255 * 128, memory.Sum(value => (long)value));
    }
}
