using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Reference;

/// <summary>A tensor written by the reference script.</summary>
public sealed record Vector(long[] Shape, double[] Values)
{
    /// <summary>Fails unless the tensor has this shape and each value lies within the tolerance, relative to the larger
    /// of one and the value.</summary>
    internal void Matches(Tensor actual, double tolerance = 1e-5)
    {
        Assert.Equal(Shape, actual.shape);
        using var wide = actual.detach().to(ScalarType.Float64).contiguous();
        var values = wide.data<double>().ToArray();
        for (var i = 0; i < Values.Length; i++)
        {
            var allowed = tolerance * Math.Max(1, Math.Abs(Values[i]));
            Assert.True(
                Math.Abs(values[i] - Values[i]) <= allowed, $"element {i}: {values[i]}, reference {Values[i]}");
        }
    }
}
