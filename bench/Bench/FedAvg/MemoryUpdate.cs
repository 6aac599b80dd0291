using System.Runtime.InteropServices;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.FedAvg;

/// <summary>One update in memory, where the numpy contestants have theirs too.</summary>
internal sealed class MemoryUpdate(int update) : ITensorSource
{
    private readonly Dictionary<string, (TensorEntry Entry, float[] Values)> _tensors = Enumerable.Range(0, Updates.TensorCount)
        .ToDictionary(Updates.Name, tensor => (
            new TensorEntry(Updates.Name(tensor), TensorType.F32, [1024, 1024], 0), Updates.Values(update, tensor)));

    public string Location => "memory";

    public IReadOnlyList<TensorEntry> Entries =>
        [.. _tensors.Values.Select(tensor => tensor.Entry).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    public TensorEntry? Find(string name) => _tensors.GetValueOrDefault(name).Entry;

    public ReadOnlySpan<byte> Bytes(TensorEntry entry) => MemoryMarshal.AsBytes(_tensors[entry.Name].Values.AsSpan());

    public ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int byteCount) =>
        Bytes(entry).Slice((int)offset, byteCount);

    public void Read(TensorEntry entry, long offset, Span<byte> destination) =>
        Bytes(entry, offset, destination.Length).CopyTo(destination);

    public void Dispose()
    {
    }
}
