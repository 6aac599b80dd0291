using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// Causal attention with rotary positions; H query heads share K key and value heads (arXiv:2305.13245).
/// </summary>
internal sealed class SelfAttention : Module<Tensor, RotaryPositions, Tensor>
{
    private readonly DecoderConfig _config;
    private readonly Projection q_proj;
    private readonly Projection k_proj;
    private readonly Projection v_proj;
    private readonly Projection o_proj;

    public SelfAttention(DecoderConfig config, Placement placement)
        : base(nameof(SelfAttention))
    {
        _config = config;
        var queryWidth = config.QueryHeadCount * config.HeadWidth;
        var keyWidth = config.KeyHeadCount * config.HeadWidth;
        q_proj = new Projection(config.HiddenSize, queryWidth, placement);
        k_proj = new Projection(config.HiddenSize, keyWidth, placement);
        v_proj = new Projection(config.HiddenSize, keyWidth, placement);
        o_proj = new Projection(queryWidth, config.HiddenSize, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, RotaryPositions positions)
    {
        var query = positions.Rotate(Split(q_proj.call(hidden), _config.QueryHeadCount));      // (B, H, T, D)
        var key = positions.Rotate(Split(k_proj.call(hidden), _config.KeyHeadCount));          // (B, K, T, D)
        var value = Split(v_proj.call(hidden), _config.KeyHeadCount);                          // (B, K, T, D)

        var attended = functional.scaled_dot_product_attention(
            query, Share(key), Share(value), is_casual: true);                                 // (B, H, T, D)
        return o_proj.call(attended.transpose(1, 2).flatten(2));                               // (B, T, C)
    }

    private Tensor Split(Tensor projected, int headCount) =>
        projected.view(projected.shape[0], projected.shape[1], headCount, _config.HeadWidth).transpose(1, 2);

    // Query heads 0 to H/K - 1 see key head 0, the next H/K see key head 1, and so on.
    private Tensor Share(Tensor heads)
    {
        if (_config.KeyHeadCount == _config.QueryHeadCount)
        {
            return heads;
        }

        var (batch, length) = (heads.shape[0], heads.shape[2]);
        var share = _config.QueryHeadCount / _config.KeyHeadCount;
        return heads.unsqueeze(2)                                                              // (B, K, 1, T, D)
            .expand(batch, _config.KeyHeadCount, share, length, _config.HeadWidth)             // (B, K, H/K, T, D)
            .reshape(batch, _config.QueryHeadCount, length, _config.HeadWidth);                // (B, H, T, D)
    }
}
