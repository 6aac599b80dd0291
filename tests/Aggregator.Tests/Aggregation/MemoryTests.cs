using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Aggregator.Tests.Aggregation;

public sealed class MemoryTests
{
    private const long ElementCount = 16L << 20; // 64 MiB of F32 in every update
    private const int ClientCount = 8;
    private const long AllowedByteCount = 16L << 20; // a few blocks, a quarter of one update

    [Fact]
    public void Memory_does_not_grow_with_the_model_or_the_clients()
    {
        var tensors = new EndlessTensor(ElementCount);
        var average = new StreamingAverage(
            tensors, Enumerable.Range(0, ClientCount).Select(k => new ClientTensors(new ClientId($"client-{k}"), k + 1, tensors)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        average.Write(Stream.Null, CancellationToken.None);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, AllowedByteCount);
    }

    [Theory]
    [InlineData(TensorType.F32)]
    [InlineData(TensorType.BF16)]
    public void An_average_leaves_nothing_of_its_files_in_memory(TensorType type)
    {
        Assert.SkipUnless(MappedMemory.IsKnown, MappedMemory.Missing);
        using var folder = new TemporaryFolder();
        var paths = Enumerable.Range(0, ClientCount).Select(k => folder[$"{k}.safetensors"]).ToList();
        paths.ForEach(path => SafetensorsWriter.WriteFile(
            path, [new("w", type, [1_000_003])], null, (writer, entry) => writer.WriteFloats(entry, new float[1_000_003])));
        var files = paths.ConvertAll(SafetensorsFile.Open);

        new StreamingAverage(files[0], files.Select((file, k) => new ClientTensors(new ClientId($"client-{k}"), k + 1, file)))
            .Write(Stream.Null, CancellationToken.None);

        Assert.All(paths, path => Assert.Equal(0, MappedMemory.Of(path)));
        files.ForEach(file => file.Dispose());
    }

    /// <summary>One large tensor that exists only while it is read.</summary>
    private sealed class EndlessTensor(long elementCount) : ITensorSource
    {
        private const int LongestPart = 1 << 20;

        private readonly byte[] _part = new byte[LongestPart];
        private readonly TensorEntry _entry = new("w", TensorType.F32, [elementCount], 0);

        public string Location => "generated";

        public IReadOnlyList<TensorEntry> Entries => [_entry];

        public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

        public TensorEntry? Find(string name) => _entry;

        public ReadOnlySpan<byte> Bytes(TensorEntry entry) => throw new NotSupportedException("Too large to be read at once.");

        public ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int byteCount) => _part.AsSpan(0, byteCount);

        public void Read(TensorEntry entry, long offset, Span<byte> destination) =>
            Bytes(entry, offset, destination.Length).CopyTo(destination);

        public void Dispose()
        {
        }
    }
}
