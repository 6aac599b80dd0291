namespace FedK8s.Core.Tensors;

/// <summary>
/// Tensors that can be read by name: one file, or the shards of one checkpoint. Reading is safe from several threads.
/// Spans point into memory-mapped files: they are valid until the source is disposed, and the files must not be
/// shortened meanwhile (the stores here replace files, they never rewrite them).
/// </summary>
public interface ITensorSource : IDisposable
{
    /// <summary>The file or index, as it was named when it was opened; for messages.</summary>
    string Location { get; }

    /// <summary>Every tensor, in the ordinal order of names.</summary>
    IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>Free text pairs from the header; empty when there are none.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name; null when the source has none.</summary>
    TensorEntry? Find(string name);

    /// <summary>All bytes of a tensor, without copying.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <exception cref="ArgumentException">The tensor exceeds 2 GiB (use <see cref="Read"/>), or is not of this
    /// source.</exception>
    ReadOnlySpan<byte> Bytes(TensorEntry entry);

    /// <summary>A part of a tensor of any size, without copying.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="offset">The first byte, counted from the tensor's own start.</param>
    /// <param name="byteCount">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the tensor.</exception>
    ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int byteCount);

    /// <summary>Copies a part of a tensor of any size.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="offset">The first byte to copy, counted from the tensor's own start.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the tensor.</exception>
    void Read(TensorEntry entry, long offset, Span<byte> destination);

    /// <summary>
    /// Gives back the memory that reading a part with <see cref="Bytes(TensorEntry, long, int)"/> has taken: mapped pages that were
    /// read count as memory of this process. Spans stay valid; whoever reads them again takes the memory again.
    /// </summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="offset">The first byte, counted from the tensor's own start.</param>
    /// <param name="byteCount">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the tensor.</exception>
    void Forget(TensorEntry entry, long offset, int byteCount)
    {
    }
}
