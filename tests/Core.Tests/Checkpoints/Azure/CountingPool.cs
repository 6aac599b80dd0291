using System.Buffers;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>Memory of exactly the length asked for, which knows how much of it is in use.</summary>
internal sealed class CountingPool : ArrayPool<byte>
{
    private readonly Lock _gate = new();

    public long ByteCount { get; private set; }

    public long MostByteCount { get; private set; }

    public override byte[] Rent(int minimumLength)
    {
        lock (_gate)
        {
            ByteCount += minimumLength;
            MostByteCount = Math.Max(MostByteCount, ByteCount);
        }

        return new byte[minimumLength];
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_gate)
        {
            ByteCount -= array.Length;
        }
    }
}
