using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Gpt2;

/// <summary>One block: x + attention(norm(x)), then the same with the feed-forward block.</summary>
internal sealed class Gpt2Layer : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln_1;
    private readonly Gpt2Attention attn;
    private readonly LayerNorm ln_2;
    private readonly Gpt2FeedForward mlp;

    public Gpt2Layer(Gpt2Config config, Placement placement)
        : base(nameof(Gpt2Layer))
    {
        ln_1 = new LayerNorm(config.HiddenSize, config.NormEpsilon, placement);
        attn = new Gpt2Attention(config, placement);
        ln_2 = new LayerNorm(config.HiddenSize, config.NormEpsilon, placement);
        mlp = new Gpt2FeedForward(config, placement);
        RegisterComponents();
    }

    /// <summary>What each half adds to the residual stream comes out of these.</summary>
    public IReadOnlyList<Projection> ResidualOutputs => [attn.Output, mlp.Output];

    public override Tensor forward(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var attended = hidden + attn.call(ln_1.call(hidden));       // (B, T, C)
        var output = attended + mlp.call(ln_2.call(attended));      // (B, T, C)
        return output.MoveToOuterDisposeScope();
    }
}
