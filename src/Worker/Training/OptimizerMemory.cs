using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// What an optimiser remembers of each weight, as named tensors. TorchSharp's own ways to load a state lose a momentum buffer
/// that is not there yet and leave what they load to the dispose scope they run in, so the public fields are used.
/// </summary>
internal static class OptimizerMemory
{
    private const string Mean = "exp_avg";
    private const string Square = "exp_avg_sq";
    private const string Momentum = "momentum";

    /// <summary>The name of a weight itself, beside those of what is remembered of it.</summary>
    public static string WeightName(string weight) => $"weight/{weight}";

    /// <summary>The names of a weight and of what is remembered of it, and which of them cannot be missing.</summary>
    /// <param name="weight">The weight's own name.</param>
    /// <param name="isCounted">Whether the optimiser counts steps: <see cref="Steps"/>.</param>
    public static IReadOnlyList<(string Name, bool IsNeeded)> Names(string weight, bool isCounted) => isCounted
        ? [(WeightName(weight), true), ($"{Mean}/{weight}", true), ($"{Square}/{weight}", true)]
        : [(WeightName(weight), true), ($"{Momentum}/{weight}", false)];

    /// <summary>AdamW's count of steps for each weight; empty for SGD, which counts none.</summary>
    public static IReadOnlyList<long> Steps(OptimizerHelper optimizer) =>
        [.. optimizer.state_dict().State.OfType<AdamW.State>().Select(state => state.step)];

    /// <summary>The tensors themselves, not copies; a momentum that has not begun is left out.</summary>
    public static IEnumerable<(string Name, Tensor Value)> Tensors(
        IReadOnlyList<(string Name, Parameter Weight)> weights, OptimizerHelper optimizer)
    {
        foreach (var ((name, _), state) in weights.Zip(optimizer.state_dict().State))
        {
            switch (state)
            {
                case AdamW.State moments:
                    yield return ($"{Mean}/{name}", moments.exp_avg);
                    yield return ($"{Square}/{name}", moments.exp_avg_sq);
                    break;
                case SGD.State { momentum_buffer: { } buffer }:
                    yield return ($"{Momentum}/{name}", buffer);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Gives a new optimiser the memory of another one for the same weights.</summary>
    public static void Restore(
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        OptimizerHelper optimizer,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyList<long> steps)
    {
        foreach (var (index, ((name, weight), state)) in weights.Zip(optimizer.state_dict().State).Index())
        {
            switch (state)
            {
                case AdamW.State moments:
                    moments.step = steps[index];
                    moments.exp_avg.copy_(tensors[$"{Mean}/{name}"]);
                    moments.exp_avg_sq.copy_(tensors[$"{Square}/{name}"]);
                    break;
                case SGD.State momentum when tensors.TryGetValue($"{Momentum}/{name}", out var buffer):
                    momentum.momentum_buffer = buffer.to(weight.device, copy: true).DetachFromDisposeScope();
                    break;
                default:
                    break;
            }
        }
    }
}
