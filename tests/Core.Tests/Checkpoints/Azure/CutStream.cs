namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>A body whose connection breaks after its first bytes.</summary>
internal sealed class CutStream(Stream inner) : ReadingStream(inner)
{
    private const int FirstBytes = 1000;

    private int _left = FirstBytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            throw new IOException("The connection broke.");
        }

        var count = await Inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= count;
        return count;
    }
}
