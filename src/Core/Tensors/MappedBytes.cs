using System.IO.MemoryMappedFiles;

namespace FedK8s.Core.Tensors;

/// <summary>A read-only view of a part of a file, mapped into memory; may exceed 2 GiB.</summary>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _byteCount;
    private byte* _first;

    private MappedBytes(MemoryMappedViewAccessor view, long byteCount)
    {
        _view = view;
        _byteCount = byteCount;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _first);
        _first += view.PointerOffset;
    }

    /// <summary>Maps <paramref name="byteCount"/> bytes, at least one, from <paramref name="start"/> on. The stream may
    /// be closed afterwards.</summary>
    /// <exception cref="IOException">The part does not lie within the file.</exception>
    public static MappedBytes Map(FileStream stream, long start, long byteCount)
    {
        // The view outlives the mapping object it came from.
        using var file = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedBytes(file.CreateViewAccessor(start, byteCount, MemoryMappedFileAccess.Read), byteCount);
    }

    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the view.</exception>
    /// <exception cref="ObjectDisposedException">The view is gone.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(_first is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _byteCount - count);
        return new ReadOnlySpan<byte>(_first + offset, count);
    }

    public void Dispose()
    {
        if (_first is null)
        {
            return;
        }

        _first = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }
}
