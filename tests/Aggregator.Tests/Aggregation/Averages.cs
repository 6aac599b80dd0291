using System.Buffers.Binary;
using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Tests.Aggregation;

/// <summary>Averages for tests: through the product's file format and back.</summary>
internal static class Averages
{
    public static ClientTensors Update(string client, long exampleCount, params float[] values) =>
        new(new ClientId(client), exampleCount, new MemoryTensors(("w", values)));

    public static byte[] Bytes(ITensorSource checkpoint, params IEnumerable<ClientTensors> updates) =>
        Bytes(checkpoint, new AverageOptions(), updates);

    public static byte[] Bytes(ITensorSource checkpoint, AverageOptions options, params IEnumerable<ClientTensors> updates)
    {
        using var stream = new MemoryStream();
        new StreamingAverage(checkpoint, updates, options).Write(stream, CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>The averaged values of one tensor.</summary>
    public static float[] Values(string name, ITensorSource checkpoint, params IEnumerable<ClientTensors> updates) =>
        Values(name, checkpoint, new AverageOptions(), updates);

    /// <summary>The same, averaged in another way.</summary>
    public static float[] Values(
        string name, ITensorSource checkpoint, AverageOptions options, params IEnumerable<ClientTensors> updates)
    {
        var bytes = Bytes(checkpoint, options, updates).AsSpan();
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var data = bytes[(sizeof(ulong) + headerLength)..];
        var entry = SafetensorsHeader.Parse(bytes.Slice(sizeof(ulong), headerLength), data.Length, "average")
            .Entries.Single(tensor => tensor.Name == name);
        var values = new float[entry.Shape.ElementCount];
        FloatConversion.ToFloats(data.Slice((int)entry.Offset, (int)entry.ByteCount), entry.Type, values);
        return values;
    }

    /// <summary>The average of updates of the one tensor <c>w</c>.</summary>
    public static float[] Values(params IReadOnlyList<ClientTensors> updates) =>
        Values("w", updates[0].Tensors, updates);
}
