using System.Buffers;
using System.Runtime.InteropServices;
using FedK8s.Core.Files;

namespace FedK8s.Core.Tensors;

/// <summary>
/// Writes a safetensors file as a stream: all tensors are declared first, then their bytes follow in the order of
/// <see cref="Entries"/>, in parts of any size. The same tensors give the same file to the byte.
/// </summary>
public sealed class SafetensorsWriter
{
    private const int ConversionByteCount = 1 << 16;

    private readonly Stream _destination;
    private int _current;
    private long _writtenOfCurrent;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Stays open; need not be seekable.</param>
    /// <param name="tensors">In any order; their names are unique.</param>
    /// <param name="metadata">Free text pairs for the header; null for none.</param>
    /// <exception cref="ArgumentException">The tensors do not make a valid header.</exception>
    public SafetensorsWriter(
        Stream destination,
        IEnumerable<TensorDeclaration> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var header = SafetensorsHeader.Create(tensors, metadata);
        _destination = destination;
        Entries = header.Entries;
        destination.Write(header.ToBytes());
        SkipComplete();
    }

    /// <summary>The tensors in the order in which their bytes are to be written: wide element types first, then by
    /// name.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>Writes the next bytes of a tensor: all of it, or the part that follows what was written
    /// before.</summary>
    /// <exception cref="InvalidOperationException">It is another tensor's turn, or these are more bytes than it
    /// has.</exception>
    public void Write(TensorEntry entry, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (bytes.IsEmpty)
        {
            return;
        }

        var expected = _current < Entries.Count ? Entries[_current] : null;
        if (expected != entry)
        {
            throw new InvalidOperationException(
                $"{entry.Name} was written when it was the turn of {expected?.Name ?? "no tensor"}.");
        }

        if (bytes.Length > entry.ByteCount - _writtenOfCurrent)
        {
            throw new InvalidOperationException(
                $"{entry.Name} has {entry.ByteCount} bytes; {_writtenOfCurrent} are written and {bytes.Length} more do "
                + "not fit.");
        }

        _destination.Write(bytes);
        _writtenOfCurrent += bytes.Length;
        SkipComplete();
    }

    /// <summary>Writes the next floats of a tensor, converted to its type.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Write"/>.</exception>
    /// <exception cref="ArgumentException">The tensor's type is not convertible.</exception>
    public void WriteFloats(TensorEntry entry, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type == TensorType.F32)
        {
            Write(entry, MemoryMarshal.AsBytes(values));
            return;
        }

        var width = entry.Type.ElementByteCount();
        var buffer = ArrayPool<byte>.Shared.Rent(ConversionByteCount);
        try
        {
            while (!values.IsEmpty)
            {
                var count = Math.Min(ConversionByteCount / width, values.Length);
                var part = buffer.AsSpan(0, count * width);
                FloatConversion.FromFloats(values[..count], entry.Type, part);
                Write(entry, part);
                values = values[count..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Checks that nothing is missing. The stream is not flushed.</summary>
    /// <exception cref="InvalidOperationException">A tensor has not been written completely.</exception>
    public void Complete()
    {
        if (_current < Entries.Count)
        {
            throw new InvalidOperationException(
                $"{Entries[_current].Name} has {Entries[_current].ByteCount} bytes and only {_writtenOfCurrent} were "
                + "written.");
        }
    }

    /// <summary>
    /// Writes a file that is either complete or not there: under a temporary name beside it, flushed to the device,
    /// then renamed over <paramref name="path"/>.
    /// </summary>
    /// <param name="path">The file; its folder exists. An old file is replaced.</param>
    /// <param name="tensors">In any order; their names are unique.</param>
    /// <param name="metadata">Free text pairs for the header; null for none.</param>
    /// <param name="write">Writes the tensor it is given, completely; called once for each, in the order of the
    /// file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteFile(
        string path,
        IEnumerable<TensorDeclaration> tensors,
        IReadOnlyDictionary<string, string>? metadata,
        Action<SafetensorsWriter, TensorEntry> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        AtomicFile.Write(path, stream =>
        {
            var writer = new SafetensorsWriter(stream, tensors, metadata);
            foreach (var entry in writer.Entries)
            {
                write(writer, entry);
            }

            writer.Complete();
        });
    }

    private void SkipComplete()
    {
        while (_current < Entries.Count && _writtenOfCurrent == Entries[_current].ByteCount)
        {
            _current++;
            _writtenOfCurrent = 0;
        }
    }
}
