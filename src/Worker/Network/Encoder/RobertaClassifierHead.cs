using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>U tanh(W h_0 + b) + u, with h_0 the vector of a row's first token.</summary>
internal sealed class RobertaClassifierHead : Module<Tensor, Tensor>
{
    private readonly Projection dense;
    private readonly Projection out_proj;

    public RobertaClassifierHead(EncoderConfig config, Placement placement)
        : base(nameof(RobertaClassifierHead))
    {
        dense = new Projection(config.HiddenSize, config.HiddenSize, placement, hasBias: true);
        out_proj = new Projection(config.HiddenSize, config.Labels.Count, placement, hasBias: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden) =>
        out_proj.call(dense.call(hidden.select(1, 0)).tanh()); // (B, T, C) -> (B, L)
}
