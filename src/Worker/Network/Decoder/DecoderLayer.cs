using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>One block: x + attention(norm(x)), then the same with the feed-forward block.</summary>
internal sealed class DecoderLayer : Module<Tensor, RotaryPositions, Tensor>
{
    private readonly RmsNorm input_layernorm;
    private readonly SelfAttention self_attn;
    private readonly RmsNorm post_attention_layernorm;
    private readonly FeedForward mlp;

    public DecoderLayer(DecoderConfig config, int number, Placement placement)
        : base(nameof(DecoderLayer))
    {
        input_layernorm = new RmsNorm(config.HiddenSize, config.NormEpsilon, placement);
        self_attn = new SelfAttention(config, number, placement);
        post_attention_layernorm = new RmsNorm(config.HiddenSize, config.NormEpsilon, placement);
        mlp = new FeedForward(config, placement);
        RegisterComponents();
    }

    /// <summary>What each half adds to the residual stream comes out of these.</summary>
    public IReadOnlyList<Projection> ResidualOutputs => [self_attn.Output, mlp.Output];

    public override Tensor forward(Tensor hidden, RotaryPositions positions)
    {
        using var scope = NewDisposeScope();
        var attended = hidden + self_attn.call(input_layernorm.call(hidden), positions);     // (B, T, C)
        var output = attended + mlp.call(post_attention_layernorm.call(attended));           // (B, T, C)
        return output.MoveToOuterDisposeScope();
    }
}
