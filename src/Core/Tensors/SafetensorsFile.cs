using System.Buffers.Binary;

namespace FedK8s.Core.Tensors;

/// <summary>One memory-mapped safetensors file, checked completely when it is opened.</summary>
public sealed class SafetensorsFile : ITensorSource
{
    private readonly FileStream _file;
    private readonly long _dataStart;
    private readonly MappedBytes? _data;
    private readonly Dictionary<string, TensorEntry> _byName;

    private SafetensorsFile(FileStream file, string path, long dataStart, SafetensorsHeader header)
    {
        _file = file;
        _dataStart = dataStart;
        _data = header.DataByteCount == 0 ? null : MappedBytes.Map(file, dataStart, header.DataByteCount);
        Location = path;
        Metadata = header.Metadata;
        Entries = [.. header.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        _byName = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>Opens a file, reads its header and maps its data.</summary>
    /// <exception cref="InvalidTensorFileException">The content breaks the format.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static SafetensorsFile Open(string path)
    {
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            var json = ReadHeader(stream, path);
            long dataStart = SafetensorsHeader.LengthByteCount + json.Length;
            var header = SafetensorsHeader.Parse(json, stream.Length - dataStart, path);
            return new SafetensorsFile(stream, path, dataStart, header);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public TensorEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry)
    {
        RequireOwn(entry);
        if (entry.ByteCount > int.MaxValue)
        {
            throw new ArgumentException(
                $"{entry.Name} has {entry.ByteCount} bytes, too many for one span: read it in parts.", nameof(entry));
        }

        return _data is null ? [] : _data.Slice(entry.Offset, (int)entry.ByteCount);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int byteCount)
    {
        RequirePart(entry, offset, byteCount);
        return _data is null ? [] : _data.Slice(entry.Offset + offset, byteCount);
    }

    /// <inheritdoc/>
    public void Read(TensorEntry entry, long offset, Span<byte> destination)
    {
        RequirePart(entry, offset, destination.Length);
        ObjectDisposedException.ThrowIf(_file.SafeFileHandle.IsClosed, this);

        // Not from the map: its pages would come one fault at a time and count as memory of this process.
        var place = _dataStart + entry.Offset + offset;
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, destination, place);
            if (read == 0)
            {
                throw new InvalidTensorFileException(Location, $"an end after {place} bytes", "the length it was opened with");
            }

            destination = destination[read..];
            place += read;
        }
    }

    /// <inheritdoc/>
    public void Forget(TensorEntry entry, long offset, int byteCount)
    {
        RequirePart(entry, offset, byteCount);
        _data?.Forget(entry.Offset + offset, byteCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _data?.Dispose();
        _file.Dispose();
    }

    private void RequirePart(TensorEntry entry, long offset, int byteCount)
    {
        RequireOwn(entry);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, entry.ByteCount - byteCount);
    }

    private void RequireOwn(TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!_byName.TryGetValue(entry.Name, out var own) || own != entry)
        {
            throw new ArgumentException($"{entry.Name} is not an entry of {Location}.", nameof(entry));
        }
    }

    private static byte[] ReadHeader(FileStream stream, string path)
    {
        Span<byte> lengthBytes = stackalloc byte[SafetensorsHeader.LengthByteCount];
        if (stream.ReadAtLeast(lengthBytes, lengthBytes.Length, throwOnEndOfStream: false) < lengthBytes.Length)
        {
            throw new InvalidTensorFileException(path, $"a file of {stream.Length} bytes", "at least 8");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        var remaining = stream.Length - lengthBytes.Length;
        if (length > SafetensorsHeader.MaximumByteCount || (long)length > remaining)
        {
            throw new InvalidTensorFileException(path, $"a header of {length} bytes",
                $"at most the {remaining} bytes that follow and {SafetensorsHeader.MaximumByteCount}");
        }

        var json = new byte[length];
        var read = stream.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
        return read == json.Length
            ? json
            : throw new InvalidTensorFileException(
                path, $"an end after {read} bytes of the header", $"{json.Length} bytes");
    }
}
