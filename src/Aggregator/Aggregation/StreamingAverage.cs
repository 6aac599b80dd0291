using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// Averages updates into the next checkpoint, tensor by tensor in chunks, straight from mapped files into a stream: memory
/// stays at a few chunks, however large the model and however many its clients.
/// </summary>
internal sealed class StreamingAverage
{
    // 8192 elements: two double buffers and one float buffer of a chunk fit into the second-level cache together.
    private const int ChunkLength = 8192;

    private readonly ITensorSource _checkpoint;
    private readonly ClientTensors[] _updates;
    private readonly float[] _values = new float[ChunkLength];
    private readonly double[] _sum = new double[ChunkLength];
    private readonly double[] _scratch = new double[ChunkLength];

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
    /// <param name="destination">Left open.</param>
    /// <param name="cancellationToken">Looked at between chunks.</param>
    public void Write(Stream destination, CancellationToken cancellationToken)
    {
        var writer = new SafetensorsWriter(destination, _checkpoint.Entries.Select(entry => entry.Declaration));
        foreach (var entry in writer.Entries)
        {
            var source = _checkpoint.Find(entry.Name)!; // the writer's names are the checkpoint's
            var shares = Shares(entry.Name);
            for (var start = 0L; start < entry.Shape.ElementCount; start += ChunkLength)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var length = (int)Math.Min(ChunkLength, entry.Shape.ElementCount - start);
                WriteChunk(writer, entry, source, shares, start, length);
            }
        }

        writer.Complete();
    }

    private void WriteChunk(
        SafetensorsWriter writer, TensorEntry entry, TensorEntry source, Share[] shares, long start, int length)
    {
        var chunk = _values.AsSpan(0, length);
        if (shares.Length == 0)
        {
            _checkpoint.ReadFloats(source, start, chunk); // nobody trained it: it stays as it is
        }
        else
        {
            Average(shares, start, chunk);
        }

        writer.WriteFloats(entry, chunk);
    }

    private void Average(Share[] shares, long start, Span<float> chunk)
    {
        var total = _sum.AsSpan(0, chunk.Length);
        total.Fill(-0.0); // what changes no summand, not even -0: a client alone gets its own bits back
        var exampleCount = 0L;
        foreach (var share in shares)
        {
            share.Tensors.ReadFloats(share.Entry, start, chunk);
            FedAvg.Add(chunk, share.ExampleCount, total, _scratch);
            exampleCount += share.ExampleCount;
        }

        FedAvg.Divide(total, exampleCount, chunk);
    }

    private Share[] Shares(string name) =>
    [
        .. from update in _updates
           let entry = update.Tensors.Find(name)
           where entry is not null
           select new Share(update.ExampleCount, update.Tensors, entry),
    ];

    private readonly record struct Share(long ExampleCount, ITensorSource Tensors, TensorEntry Entry);
}
