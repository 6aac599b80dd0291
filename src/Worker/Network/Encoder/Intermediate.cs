using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The inner half of the feed-forward block: act(W x + b).</summary>
internal sealed class Intermediate : Module<Tensor, Tensor>
{
    private readonly Activation _activation;
    private readonly Projection dense;

    public Intermediate(EncoderConfig config, Placement placement)
        : base(nameof(Intermediate))
    {
        _activation = config.Activation;
        dense = new Projection(config.HiddenSize, config.FeedForwardSize, placement, hasBias: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden) => _activation.Bend(dense.call(hidden)); // (B, T, C) -> (B, T, F)
}
