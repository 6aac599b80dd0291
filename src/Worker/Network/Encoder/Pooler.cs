using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>BERT's vector for a whole row, from that of its first token: tanh(W h_0 + b).</summary>
internal sealed class Pooler : Module<Tensor, Tensor>
{
    private readonly Projection dense;

    public Pooler(EncoderConfig config, Placement placement)
        : base(nameof(Pooler))
    {
        dense = new Projection(config.HiddenSize, config.HiddenSize, placement, hasBias: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden) => dense.call(hidden.select(1, 0)).tanh(); // (B, T, C) -> (B, C)
}
