using FedK8s.Core.Tensors;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Files;

/// <summary>The float formats of weights, as files, libtorch and config.json call them.</summary>
internal static class NumberFormat
{
    /// <summary>Whether weights may be stored in this type.</summary>
    public static bool IsKnown(TensorType type) => type is TensorType.F32 or TensorType.BF16 or TensorType.F16;

    /// <summary>libtorch's type for a file's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a type of weights.</exception>
    public static ScalarType Of(TensorType type) => type switch
    {
        TensorType.F32 => ScalarType.Float32,
        TensorType.BF16 => ScalarType.BFloat16,
        TensorType.F16 => ScalarType.Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of weights."),
    };

    /// <summary>
    /// The file type for a name in config.json; F32 where there is none, or none that weights are stored in.
    /// </summary>
    public static TensorType FromConfig(string? name) => name switch
    {
        "bfloat16" => TensorType.BF16,
        "float16" => TensorType.F16,
        _ => TensorType.F32,
    };

    /// <summary>The name in config.json for a file's type.</summary>
    public static string ConfigName(TensorType type) => type switch
    {
        TensorType.BF16 => "bfloat16",
        TensorType.F16 => "float16",
        _ => "float32",
    };
}
