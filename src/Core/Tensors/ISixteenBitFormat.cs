using System.Runtime.Intrinsics;

namespace FedK8s.Core.Tensors;

/// <summary>A float format of 16 bits: what it does to a vector of elements. Each element lies in the lower half of its place.</summary>
internal interface ISixteenBitFormat
{
    /// <summary>The exact values.</summary>
    static abstract Vector512<float> Widen(Vector512<uint> bits);

    /// <summary>Rounds to nearest even; a NaN stays one.</summary>
    static abstract Vector512<uint> Round(Vector512<float> values);
}
