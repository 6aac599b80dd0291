using FedK8s.Core.Determinism;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network;

/// <summary>
/// Makes weights and gives them start values. The numbers come from <see cref="SeededRandom"/>, one generator per
/// weight: they depend neither on libtorch's version, device or threads nor on what else was made before.
/// </summary>
internal static class Weights
{
    /// <summary>
    /// A frozen weight whose values are still to be set; it belongs to no dispose scope, its module disposes it.
    /// </summary>
    public static Parameter Empty(long[] shape, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        return scope.Detach(nn.Parameter(empty(shape, dtype: type, device: device), requires_grad: false));
    }

    /// <summary>Fills with normally distributed numbers of mean 0 (Box and Muller, 1958).</summary>
    public static void FillNormal(Tensor weight, ulong seed, double standardDeviation)
    {
        var random = new SeededRandom(seed);
        Fill(weight, () =>
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())); // 1 - u lies in (0, 1]
            return radius * Math.Cos(2 * Math.PI * random.NextDouble()) * standardDeviation;
        });
    }

    /// <summary>
    /// Fills with numbers evenly distributed from -bound to bound, bound = 1 / sqrt(fan-in): He initialisation
    /// (arXiv:1502.01852, eq. 10) for a leaky rectifier of slope sqrt 5, the usual start of linear layers.
    /// </summary>
    /// <param name="weight">(out, in), any float type.</param>
    /// <param name="seed">Of this weight alone.</param>
    public static void FillKaimingUniform(Tensor weight, ulong seed)
    {
        var random = new SeededRandom(seed);
        var bound = 1 / Math.Sqrt(weight.shape[1]);
        Fill(weight, () => ((2 * random.NextDouble()) - 1) * bound);
    }

    /// <summary>Sets every element to one number.</summary>
    public static void FillConstant(Tensor weight, double value)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        weight.fill_(value);
    }

    private static void Fill(Tensor weight, Func<double> next)
    {
        var values = new float[weight.numel()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)next();
        }

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        weight.copy_(tensor(values, weight.shape));
    }
}
