using FedK8s.Core.Determinism;
using FedK8s.Worker.Network;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Methods.Adapter;

/// <summary>
/// A bottleneck after one feed-forward block (arXiv:1902.00751, section 2.1): h + U relu(D h + d) + u, with h the
/// block's output. U, u and d start at zero, so that the block's function starts unchanged. Weights are float32.
/// </summary>
internal sealed class AdapterOverlay : Module<Tensor, Tensor, Tensor>
{
    private readonly ScalarType _compute;
    internal readonly Parameter down;      // (bottleneck, C)
    internal readonly Parameter down_bias; // (bottleneck)
    internal readonly Parameter up;        // (C, bottleneck)
    internal readonly Parameter up_bias;   // (C)

    public AdapterOverlay(int width, int bottleneck, Placement placement)
        : base(nameof(AdapterOverlay))
    {
        _compute = placement.Compute;
        down = Weights.Empty([bottleneck, width], ScalarType.Float32, placement.Device);
        down_bias = Weights.Empty([bottleneck], ScalarType.Float32, placement.Device);
        up = Weights.Empty([width, bottleneck], ScalarType.Float32, placement.Device);
        up_bias = Weights.Empty([width], ScalarType.Float32, placement.Device);
        RegisterComponents();
    }

    /// <summary>Gives the weights their start values and makes them trainable.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="name">The feed-forward block's name.</param>
    public void Start(long seed, string name)
    {
        Weights.FillKaimingUniform(down, Seeds.Derive(seed, "adapter", name, "down"));
        foreach (var weight in new[] { down_bias, up, up_bias })
        {
            Weights.FillConstant(weight, 0);
        }

        foreach (var weight in parameters())
        {
            weight.requires_grad = true;
        }
    }

    public override Tensor forward(Tensor input, Tensor output)
    {
        var hidden = output.to(_compute);                                                    // (B, T, C)
        var narrow = functional.linear(hidden, down.to(_compute), down_bias.to(_compute));   // (B, T, bottleneck)
        var change = functional.linear(functional.relu(narrow), up.to(_compute), up_bias.to(_compute));
        return output + change;                                                              // (B, T, C)
    }
}
