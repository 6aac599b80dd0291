using System.Buffers;
using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// Averages updates into the next checkpoint, block by block, straight from mapped files into a stream: memory stays at two
/// blocks, however large the model and however many its clients. The chunks of a block are averaged on all processors while
/// the block before is written; each element is one thread's work, so the bytes do not depend on how many there are.
/// </summary>
internal sealed class StreamingAverage
{
    // 32 KiB of sums stay in the first-level cache from the first client to the last.
    private const int ChunkLength = 4096;

    // 256 KiB of results: enough to share among processors, little enough that memory does not show.
    private const int BlockLength = 16 * ChunkLength;

    private readonly ITensorSource _checkpoint;
    private readonly ClientTensors[] _updates;
    private float[] _block = new float[BlockLength];
    private float[] _blockBefore = new float[BlockLength];
    private Task _writing = Task.CompletedTask;

    /// <param name="checkpoint">What the clients started from; it decides names, shapes and types of the result.</param>
    /// <param name="updates">In any order. A tensor is averaged over the clients that sent it.</param>
    public StreamingAverage(ITensorSource checkpoint, IEnumerable<ClientTensors> updates)
    {
        _checkpoint = checkpoint;

        // Float addition is not associative: a fixed order makes a replayed round produce the same bytes.
        _updates = [.. updates.OrderBy(update => update.ClientId.Value, StringComparer.Ordinal)];
    }

    /// <summary>Whether tensors of this type can be averaged: those that a float holds exactly.</summary>
    public static bool CanAverage(TensorType type) => type is TensorType.F32 or TensorType.BF16 or TensorType.F16;

    /// <summary>Writes the average as a safetensors file.</summary>
    /// <param name="destination">Left open; used by one thread at a time, not always the same.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    public void Write(Stream destination, CancellationToken cancellationToken)
    {
        var writer = new SafetensorsWriter(destination, _checkpoint.Entries.Select(entry => entry.Declaration));
        try
        {
            foreach (var entry in writer.Entries)
            {
                WriteTensor(writer, entry, cancellationToken);
            }

            _writing.GetAwaiter().GetResult();
            writer.Complete();
        }
        finally
        {
            // The stream is the caller's again once this method has ended, whichever way it does.
            ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();
        }
    }

    private void WriteTensor(SafetensorsWriter writer, TensorEntry entry, CancellationToken cancellationToken)
    {
        var shares = Shares(entry.Name);
        for (var start = 0L; start < entry.Shape.ElementCount; start += BlockLength)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = (int)Math.Min(BlockLength, entry.Shape.ElementCount - start);
            FillBlock(shares, start, length);
            _writing.GetAwaiter().GetResult();
            (_block, _blockBefore) = (_blockBefore, _block);
            var written = _blockBefore;
            _writing = Task.Run(() => writer.WriteFloats(entry, written.AsSpan(0, length)), CancellationToken.None);
        }
    }

    private void FillBlock(Share[] shares, long start, int length)
    {
        var block = _block;
        var chunkCount = (length + ChunkLength - 1) / ChunkLength;
        if (chunkCount == 1)
        {
            Average(shares, start, block.AsSpan(0, length)); // adapters have many small tensors
            return;
        }

        Parallel.For(0, chunkCount, chunk =>
        {
            var offset = chunk * ChunkLength;
            Average(shares, start + offset, block.AsSpan(offset, Math.Min(ChunkLength, length - offset)));
        });
    }

    private static void Average(Share[] shares, long start, Span<float> average)
    {
        var sums = ArrayPool<double>.Shared.Rent(ChunkLength);
        var values = ArrayPool<float>.Shared.Rent(ChunkLength);
        var sum = sums.AsSpan(0, average.Length);
        sum.Fill(-0.0); // what changes no summand, not even -0: a client alone gets its own bits back
        var exampleCount = 0L;
        foreach (var share in shares)
        {
            FedAvg.Add(share.Read(start, values.AsSpan(0, average.Length)), share.ExampleCount, sum);
            exampleCount += share.ExampleCount;
        }

        FedAvg.Divide(sum, exampleCount, average);
        ArrayPool<float>.Shared.Return(values);
        ArrayPool<double>.Shared.Return(sums);
    }

    private Share[] Shares(string name)
    {
        Share[] shares =
        [
            .. from update in _updates
               let entry = update.Tensors.Find(name)
               where entry is not null
               select new Share(update.ExampleCount, update.Tensors, entry),
        ];
        return shares.Length > 0
            ? shares
            : [new Share(1, _checkpoint, _checkpoint.Find(name)!)]; // nobody trained it: it stays as it is
    }

    private readonly record struct Share(long ExampleCount, ITensorSource Tensors, TensorEntry Entry)
    {
        // A mapped F32 tensor is read where it lies; other types are converted into the buffer.
        public ReadOnlySpan<float> Read(long start, Span<float> buffer)
        {
            if (Entry.Type == TensorType.F32)
            {
                var bytes = Tensors.Bytes(Entry, start * sizeof(float), buffer.Length * sizeof(float));
                return MemoryMarshal.Cast<byte, float>(bytes);
            }

            Tensors.ReadFloats(Entry, start, buffer);
            return buffer;
        }
    }
}
