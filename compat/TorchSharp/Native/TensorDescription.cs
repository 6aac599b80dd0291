using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>What native code says of a tensor in one call. Sizes and strides point into the tensor: copy them before
/// the tensor can go.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorDescription
{
    internal long* Sizes;
    internal long* Strides;
    internal long Elements;
    internal long Offset;
    internal int Rank;
    internal int ScalarType;
    internal int DeviceType;
    internal int DeviceIndex;
    internal int ElementSize;
    internal TensorFlags Flags;
}

[Flags]
internal enum TensorFlags
{
    None = 0,
    RequiresGrad = 1,
    Leaf = 2,
    Contiguous = 4,
    Sparse = 8,
    Strided = 16,
}
