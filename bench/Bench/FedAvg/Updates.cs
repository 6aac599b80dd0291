using System.Runtime.InteropServices;
using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.FedAvg;

/// <summary>Sixteen updates of sixteen 1024 x 1024 float32 matrices, 64 MiB each; bench/python/fedavg.py makes the same ones.</summary>
internal static class Updates
{
    public const int Count = 16;
    public const int TensorCount = 16;
    public const int ElementCount = 1024 * 1024;
    public const long ByteCount = (long)TensorCount * ElementCount * sizeof(float);

    public static long ExampleCount(int update) => 100 + (7 * update);

    /// <summary>One matrix: small numbers of both signs, none alike in neighbouring updates.</summary>
    public static float[] Values(int update, int tensor)
    {
        var values = new float[ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (((i * 31L) + (tensor * 17) + (update * 101)) % 2003 - 1001) * (1 / 1024f);
        }

        return values;
    }

    public static string Name(int tensor) => $"layers.{tensor:D2}.weight";

    public static IReadOnlyList<TensorDeclaration> Declarations { get; } =
        [.. Enumerable.Range(0, TensorCount).Select(tensor => new TensorDeclaration(Name(tensor), TensorType.F32, [1024, 1024]))];

    public static string File(string folder, int update) => Path.Combine(folder, $"update-{update:D2}.safetensors");

    /// <summary>Writes all of them, which also brings them into the page cache.</summary>
    public static void Write(string folder)
    {
        for (var update = 0; update < Count; update++)
        {
            var current = update;
            SafetensorsWriter.WriteFile(File(folder, update), Declarations, metadata: null, (writer, entry) =>
                writer.WriteFloats(entry, Values(current, Declarations.Index().First(pair => pair.Item.Name == entry.Name).Index)));
        }
    }

    public static ClientTensors Client(int update, ITensorSource tensors) =>
        new(new ClientId($"client-{update:D2}"), ExampleCount(update), tensors);

    /// <summary>A number by which contestants show that they have computed the same: the mean square of the result.</summary>
    public static double Checksum(ReadOnlySpan<byte> result)
    {
        var sum = 0.0;
        foreach (var value in MemoryMarshal.Cast<byte, float>(result[^(int)ByteCount..]))
        {
            sum += (double)value * value;
        }

        return sum / (TensorCount * ElementCount);
    }
}
