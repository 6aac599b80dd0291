using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace FedK8s.Core.Tensors;

/// <summary>A read-only view of a part of a file, mapped into memory; may exceed 2 GiB.</summary>
internal sealed unsafe partial class MappedBytes : IDisposable
{
    private const int DoNotNeed = 4; // MADV_DONTNEED of Linux
    private const long NeighbourhoodByteCount = 2 << 20; // a large page

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

    /// <summary>
    /// Takes the pages of a part out of this process: those that were read count as its memory. The system keeps them, and
    /// whoever reads the part again, or reads it now, finds the same bytes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the view.</exception>
    /// <exception cref="ObjectDisposedException">The view is gone.</exception>
    public void Forget(long offset, int count)
    {
        _ = Slice(offset, count);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Reading a page maps others around it, and so some beyond the part. Outside of the view lies what is not ours: it would
        // be lost.
        var first = Math.Max(0, offset - NeighbourhoodByteCount);
        var end = Math.Min(_byteCount, offset + count + NeighbourhoodByteCount);
        var page = (nint)(_first + first) & -Environment.SystemPageSize;
        _ = Advise(page, (nuint)((nint)(_first + end) - page), DoNotNeed); // a wish: the worst that comes of it is memory
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

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
