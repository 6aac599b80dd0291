using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>
/// One post-norm layer (arXiv:1706.03762, section 3.1): a = norm(x + attention(x)), then norm(a + W2 act(W1 a)).
/// </summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor?, Tensor>
{
    private readonly EncoderAttention attention;
    private readonly Intermediate intermediate;
    private readonly NormedOutput output;

    public EncoderLayer(EncoderConfig config, Placement placement)
        : base(nameof(EncoderLayer))
    {
        attention = new EncoderAttention(config, placement);
        intermediate = new Intermediate(config, placement);
        output = new NormedOutput(config.FeedForwardSize, config, placement);
        RegisterComponents();
    }

    /// <summary>The end of the feed-forward block, before the residual and the norm: the place of adapters.</summary>
    public Projection FeedForwardOutput => output.dense;

    public override Tensor forward(Tensor hidden, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var attended = attention.call(hidden, mask);                          // (B, T, C)
        var result = output.call(intermediate.call(attended), attended);      // (B, T, C)
        return result.MoveToOuterDisposeScope();
    }
}
