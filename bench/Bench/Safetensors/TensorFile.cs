using FedK8s.Core.Tensors;

namespace FedK8s.Bench.Safetensors;

/// <summary>The file that is read and written: 32 tensors of 16 MiB.</summary>
internal static class TensorFile
{
    public const int TensorCount = 32;
    public const int ElementCount = 4 << 20;
    public const long ByteCount = (long)TensorCount * ElementCount * sizeof(float);

    public static IReadOnlyList<TensorDeclaration> Declarations { get; } =
        [.. Enumerable.Range(0, TensorCount).Select(tensor => new TensorDeclaration($"w{tensor:D2}", TensorType.F32, [2048, 2048]))];

    public static string PathIn(string folder) => Path.Combine(folder, "store", "weights.safetensors");

    public static float[] Values()
    {
        var values = new float[ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (i % 2003) - 1001;
        }

        return values;
    }
}
