using System.Runtime.ExceptionServices;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// Cuts what is written into blocks and hands the full ones on, several at a time; writing waits while all of them are
/// under way, so memory stays bounded whatever the length. What fails on the way fails the next write, and the end.
/// </summary>
/// <param name="settings">The blocks' size, how many are under way, and whose memory they use.</param>
/// <param name="send">Takes a block; called from any thread, for several blocks at once.</param>
/// <param name="cancellationToken">Stops sending.</param>
internal sealed class BlockStream(
    TransferSettings settings, Func<Block, CancellationToken, Task> send, CancellationToken cancellationToken) : Stream
{
    // A document of some hundred bytes should not cost a whole block.
    private const int FirstByteCount = 16 << 10;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly SemaphoreSlim _free = new(settings.Parallelism);
    private readonly List<Task> _sending = [];
    private ExceptionDispatchInfo? _failure;
    private byte[] _filling = [];
    private int _filled;
    private int _sentCount;
    private long _length;

    /// <summary>Whether everything written fits into one block, which is still here: <see cref="Only"/>.</summary>
    public bool IsSingle => _sentCount == 0;

    /// <summary>The content, where it is a single block.</summary>
    public ArraySegment<byte> Only => new(_filling, 0, _filled);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (IsFull())
            {
                WaitForPlace();
                Send();
            }

            buffer = buffer[Take(buffer)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (IsFull())
            {
                await WaitForPlaceAsync(cancellationToken);
                Send();
            }

            buffer = buffer[Take(buffer.Span)..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends the last block, full or not, and waits until all have arrived.</summary>
    public async Task FinishAsync()
    {
        await WaitForPlaceAsync(CancellationToken.None);
        Send();
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _failure?.Throw();
        _stop.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Blocks go when they are full.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Stops what is under way, waits for it, and gives the memory back.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GiveBack(_filling);
        _filling = [];
        _stop.Dispose();
        _free.Dispose();
        await base.DisposeAsync();
    }

    private bool IsFull() => _filled == settings.BlockByteCount;

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, settings.BlockByteCount - _filled);
        Reserve(_filled + count);
        bytes[..count].CopyTo(_filling.AsSpan(_filled));
        _filled += count;
        _length += count;
        return count;
    }

    private void Reserve(int byteCount)
    {
        if (_filling.Length >= byteCount)
        {
            return;
        }

        var isFirst = _sentCount == 0;
        var larger = settings.Pool.Rent(
            isFirst ? Math.Min(settings.BlockByteCount, Math.Max(FirstByteCount, byteCount * 2)) : settings.BlockByteCount);
        _filling.AsSpan(0, _filled).CopyTo(larger);
        GiveBack(_filling);
        _filling = larger;
    }

    private void WaitForPlace()
    {
        try
        {
            _free.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            _failure?.Throw(); // it stopped the others, and is what the writer should hear
            throw;
        }
    }

    private async Task WaitForPlaceAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            _failure?.Throw(); // it stopped the others, and is what the writer should hear
            throw;
        }
    }

    private void Send()
    {
        var block = new Block(_sentCount++, new(_filling, 0, _filled));
        (_filling, _filled) = ([], 0);
        _sending.RemoveAll(sent => sent.IsCompletedSuccessfully);
        _sending.Add(Task.Run(() => SendAsync(block), CancellationToken.None));
    }

    private async Task SendAsync(Block block)
    {
        try
        {
            await send(block, _stop.Token);
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            await _stop.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Stopped by another block's failure, or by the caller; both say so themselves.
        }
        finally
        {
            GiveBack(block.Bytes.Array!); // a block always has one
            _free.Release();
        }
    }

    private void GiveBack(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            settings.Pool.Return(buffer);
        }
    }
}
