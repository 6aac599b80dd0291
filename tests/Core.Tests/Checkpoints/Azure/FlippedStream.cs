namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>A body in which a bit of each part read is another.</summary>
internal sealed class FlippedStream(Stream inner) : ReadingStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            buffer.Span[count / 2] ^= 0x04;
        }

        return count;
    }
}
