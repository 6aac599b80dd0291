using System.Security.Cryptography;

namespace FedK8s.Core.Files;

/// <summary>Passes what is written on to another stream, which it does not close, and keeps its length and
/// SHA-256.</summary>
internal sealed class HashingStream(Stream destination) : Stream
{
    // Below it the hand-over to another thread costs more than the hashing.
    private const int LeastByteCountToOverlap = 1 << 18;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _written;

    /// <summary>Of everything written so far, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length < LeastByteCountToOverlap)
        {
            destination.Write(buffer);
            Count(buffer);
            return;
        }

        // SHA-256 is about as fast as a disk: one after the other they would take twice the time.
        fixed (byte* first = buffer)
        {
            var (address, length) = ((nint)first, buffer.Length);
            var counting = Task.Run(() => Count(new ReadOnlySpan<byte>((void*)address, length)));
            try
            {
                destination.Write(buffer);
            }
            finally
            {
                counting.GetAwaiter().GetResult(); // it reads the caller's memory
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await destination.WriteAsync(buffer, cancellationToken);
        Count(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => destination.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => destination.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _written += bytes.Length;
    }
}
