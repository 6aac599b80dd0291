using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Tests;

/// <summary>Tensors in memory, of one type, each with its values as one dimension.</summary>
internal sealed class MemoryTensors : ITensorSource
{
    private readonly Dictionary<string, (TensorEntry Entry, byte[] Bytes)> _tensors = new(StringComparer.Ordinal);

    public MemoryTensors(TensorType type, params (string Name, float[] Values)[] tensors)
    {
        foreach (var (name, values) in tensors)
        {
            var bytes = new byte[values.Length * type.ElementByteCount()];
            FloatConversion.FromFloats(values, type, bytes);
            _tensors.Add(name, (new TensorEntry(name, type, [values.Length], 0), bytes));
        }
    }

    public MemoryTensors(params (string Name, float[] Values)[] tensors)
        : this(TensorType.F32, tensors)
    {
    }

    /// <summary>Matrices, row after row.</summary>
    public static MemoryTensors Matrices(params (string Name, int Rows, float[] Values)[] matrices)
    {
        var made = new MemoryTensors([.. matrices.Select(matrix => (matrix.Name, matrix.Values))]);
        foreach (var (name, rows, values) in matrices)
        {
            var (entry, bytes) = made._tensors[name];
            made._tensors[name] = (entry with { Shape = [rows, values.Length / rows] }, bytes);
        }

        return made;
    }

    public string Location => "memory";

    public IReadOnlyList<TensorEntry> Entries =>
        [.. _tensors.Values.Select(tensor => tensor.Entry).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    public TensorEntry? Find(string name) => _tensors.GetValueOrDefault(name).Entry;

    public ReadOnlySpan<byte> Bytes(TensorEntry entry) => _tensors[entry.Name].Bytes;

    public ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int byteCount) =>
        Bytes(entry).Slice((int)offset, byteCount);

    public void Read(TensorEntry entry, long offset, Span<byte> destination) =>
        Bytes(entry).Slice((int)offset, destination.Length).CopyTo(destination);

    public void Dispose()
    {
    }
}
