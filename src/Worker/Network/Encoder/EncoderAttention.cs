using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The first half of a layer: norm(x + attention(x)).</summary>
internal sealed class EncoderAttention : Module<Tensor, Tensor?, Tensor>
{
    private readonly AttentionHeads self;
    private readonly NormedOutput output;

    public EncoderAttention(EncoderConfig config, Placement placement)
        : base(nameof(EncoderAttention))
    {
        self = new AttentionHeads(config, placement);
        output = new NormedOutput(config.HiddenSize, config, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor? mask) =>
        output.call(self.call(hidden, mask), hidden); // (B, T, C)
}
