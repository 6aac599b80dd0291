using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Gpt2;

/// <summary>
/// Causal attention (arXiv:1706.03762, section 3.2), H heads side by side; one projection makes queries, keys and values.
/// </summary>
internal sealed class Gpt2Attention : Module<Tensor, Tensor>
{
    private readonly int _headCount;
    private readonly Projection c_attn;
    private readonly Projection c_proj;

    public Gpt2Attention(Gpt2Config config, Placement placement)
        : base(nameof(Gpt2Attention))
    {
        _headCount = config.HeadCount;
        var width = config.HiddenSize;
        c_attn = new Projection(width, 3 * width, placement, hasBias: true, WeightOrder.InputFirst);
        c_proj = new Projection(width, width, placement, hasBias: true, WeightOrder.InputFirst);
        RegisterComponents();
    }

    /// <summary>The last matrix.</summary>
    public Projection Output => c_proj;

    public override Tensor forward(Tensor hidden)
    {
        var parts = c_attn.call(hidden).chunk(3, -1);                                                      // (B, T, C) each
        var attended = functional.scaled_dot_product_attention(
            Split(parts[0]), Split(parts[1]), Split(parts[2]), is_casual: true);                           // (B, H, T, D)
        return c_proj.call(attended.transpose(1, 2).flatten(2));                                           // (B, T, C)
    }

    private Tensor Split(Tensor projected) =>
        projected.reshape(projected.shape[0], projected.shape[1], _headCount, -1).transpose(1, 2);         // (B, H, T, D)
}
