namespace FedK8s.Core.Tensors;

/// <summary>How the safetensors format writes each <see cref="TensorType"/>: its name and its width.</summary>
public static class TensorTypeFormat
{
    /// <summary>The bytes one element takes: 1, 2, 4 or 8.</summary>
    public static int ElementByteCount(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        TensorType.BF16 or TensorType.F16 or TensorType.I16 or TensorType.U16 => 2,
        TensorType.F8E4M3 or TensorType.F8E5M2 or TensorType.I8 or TensorType.U8 or TensorType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a tensor type."),
    };

    /// <summary>The name in a file's header, for example <c>BF16</c>.</summary>
    public static string FormatName(this TensorType type) => type switch
    {
        TensorType.Bool => "BOOL",
        TensorType.F8E4M3 => "F8_E4M3",
        TensorType.F8E5M2 => "F8_E5M2",
        _ => type.ToString(),
    };

    /// <summary>The type that a header means by <paramref name="name"/> (case counts); null when the format has none
    /// such.</summary>
    public static TensorType? FindType(string name) => ByName.TryGetValue(name, out var type) ? type : null;

    private static readonly Dictionary<string, TensorType> ByName =
        Enum.GetValues<TensorType>().ToDictionary(FormatName, StringComparer.Ordinal);
}
