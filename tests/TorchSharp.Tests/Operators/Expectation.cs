using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Operators;

/// <summary>What an expression must give: its shape, and its numbers in row-major order.</summary>
internal sealed record Expectation(Func<Tensor> Expression, long[] Shape, double[] Numbers)
{
    public void Check()
    {
        using var scope = NewDisposeScope();
        var result = Expression();
        Assert.Equal(Shape, result.shape);
        var found = result.to(float64).contiguous().data<double>().ToArray();
        Assert.Equal(Numbers.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            Assert.Equal(Numbers[i], found[i], 1e-6);
        }
    }
}
