using System.Buffers.Text;

namespace FedK8s.Bench.RoundMemory;

/// <summary>
/// The most that this process has had resident of its own memory and of files, looked at every few milliseconds: the system
/// keeps a peak of their sum only. Looking takes no memory from the heap.
/// </summary>
internal sealed class MemoryPeaks : IDisposable
{
    private const int StatusByteCount = 8192;
    private const int KibiByte = 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _looking;

    public MemoryPeaks()
    {
        _looking = new Thread(Look) { IsBackground = true };
        _looking.Start();
    }

    /// <summary>Memory that no file stands behind (RssAnon, and RssShmem, where the runtime has the code that it compiles).</summary>
    public long OwnByteCount { get; private set; }

    /// <summary>Mapped pages of files, the runtime's and the product's own libraries among them (RssFile).</summary>
    public long FileByteCount { get; private set; }

    public void Dispose()
    {
        _end.Set();
        _looking.Join();
        _end.Dispose();
    }

    private void Look()
    {
        Span<byte> status = stackalloc byte[StatusByteCount];
        do
        {
            using var file = File.OpenHandle("/proc/self/status");
            ReadOnlySpan<byte> text = status[..RandomAccess.Read(file, status, 0)];
            OwnByteCount = Math.Max(OwnByteCount, Find(text, "RssAnon:"u8) + Find(text, "RssShmem:"u8));
            FileByteCount = Math.Max(FileByteCount, Find(text, "RssFile:"u8));
        }
        while (!_end.Wait(Interval));
    }

    private static long Find(ReadOnlySpan<byte> status, ReadOnlySpan<byte> name)
    {
        var rest = status[(status.IndexOf(name) + name.Length)..].TrimStart(" \t"u8);
        return Utf8Parser.TryParse(rest, out long count, out _) ? count * KibiByte : 0;
    }
}
