using System.Net;

namespace FedK8s.Chaos.Blobs;

/// <summary>Content that says its whole length, and breaks the connection after so many bytes of it.</summary>
internal sealed class PartOfContent(Stream content, long length, long most) : HttpContent
{
    private const int PieceByteCount = 64 << 10;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var piece = new byte[PieceByteCount];
        for (var left = most; left > 0;)
        {
            var read = await content.ReadAsync(piece.AsMemory(0, (int)Math.Min(left, PieceByteCount)));
            if (read == 0)
            {
                throw new IOException("The process broke off.");
            }

            await stream.WriteAsync(piece.AsMemory(0, read));
            left -= read;
        }

        await stream.FlushAsync();
        if (most < length)
        {
            throw new IOException("Broken off on purpose.");
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
