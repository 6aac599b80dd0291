namespace FedK8s.Core.Tensors;

/// <summary>
/// The element types of the safetensors format, little-endian on disk. FedK8s computes with <see cref="F32"/>,
/// <see cref="BF16"/>, <see cref="F16"/> and <see cref="I64"/>; the others can be read and copied as bytes.
/// </summary>
public enum TensorType
{
    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>The upper half of a binary32: 8 bits of exponent, 7 of fraction.</summary>
    BF16,

    /// <summary>IEEE 754 binary16.</summary>
    F16,

    /// <summary>IEEE 754 binary64.</summary>
    F64,

    /// <summary>8-bit float with 4 bits of exponent, without infinities.</summary>
    F8E4M3,

    /// <summary>8-bit float with 5 bits of exponent.</summary>
    F8E5M2,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>16-bit signed integer.</summary>
    I16,

    /// <summary>8-bit signed integer.</summary>
    I8,

    /// <summary>64-bit unsigned integer.</summary>
    U64,

    /// <summary>32-bit unsigned integer.</summary>
    U32,

    /// <summary>16-bit unsigned integer.</summary>
    U16,

    /// <summary>8-bit unsigned integer.</summary>
    U8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}
