using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>The feed-forward block SwiGLU (arXiv:2002.05202, eq. 6): W_down (silu(W_gate x) * W_up x).</summary>
internal sealed class FeedForward : OverlaidLayer
{
    private readonly Projection gate_proj;
    private readonly Projection up_proj;
    private readonly Projection down_proj;

    public FeedForward(DecoderConfig config, Placement placement)
        : base(nameof(FeedForward))
    {
        var hasBias = config.HasFeedForwardBias;
        gate_proj = new Projection(config.HiddenSize, config.FeedForwardSize, placement, hasBias);
        up_proj = new Projection(config.HiddenSize, config.FeedForwardSize, placement, hasBias);
        down_proj = new Projection(config.FeedForwardSize, config.HiddenSize, placement, hasBias);
        RegisterComponents();
    }

    /// <summary>The last matrix.</summary>
    public Projection Output => down_proj;

    protected override Tensor Apply(Tensor input)
    {
        var gated = functional.silu(gate_proj.call(input)) * up_proj.call(input); // (B, T, F)
        return down_proj.call(gated);                                             // (B, T, C)
    }
}
