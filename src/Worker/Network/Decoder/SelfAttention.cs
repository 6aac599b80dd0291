using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// Causal attention with rotary positions; H query heads share K key and value heads (arXiv:2305.13245). With a window,
/// a token sees itself and the tokens just before it only (arXiv:2310.06825, section 2).
/// </summary>
internal sealed class SelfAttention : Module<Tensor, RotaryPositions, Tensor>
{
    private readonly DecoderConfig _config;
    private readonly int? _window;
    private readonly Projection q_proj;
    private readonly Projection k_proj;
    private readonly Projection v_proj;
    private readonly Projection o_proj;
    private readonly RmsNorm? q_norm;
    private readonly RmsNorm? k_norm;

    public SelfAttention(DecoderConfig config, int layer, Placement placement)
        : base(nameof(SelfAttention))
    {
        _config = config;
        _window = config.Windows[layer];
        var queryWidth = config.QueryHeadCount * config.HeadWidth;
        var keyWidth = config.KeyHeadCount * config.HeadWidth;
        q_proj = new Projection(config.HiddenSize, queryWidth, placement, config.HasQueryKeyValueBias);
        k_proj = new Projection(config.HiddenSize, keyWidth, placement, config.HasQueryKeyValueBias);
        v_proj = new Projection(config.HiddenSize, keyWidth, placement, config.HasQueryKeyValueBias);
        o_proj = new Projection(queryWidth, config.HiddenSize, placement, config.HasAttentionOutputBias);
        q_norm = config.HasHeadNorms ? new RmsNorm(config.HeadWidth, config.NormEpsilon, placement) : null;
        k_norm = config.HasHeadNorms ? new RmsNorm(config.HeadWidth, config.NormEpsilon, placement) : null;
        RegisterComponents();
    }

    /// <summary>The last matrix.</summary>
    public Projection Output => o_proj;

    public override Tensor forward(Tensor hidden, RotaryPositions positions)
    {
        var query = Normed(q_norm, Split(q_proj.call(hidden), _config.QueryHeadCount));        // (B, H, T, D)
        var key = Normed(k_norm, Split(k_proj.call(hidden), _config.KeyHeadCount));            // (B, K, T, D)
        var value = Split(v_proj.call(hidden), _config.KeyHeadCount);                          // (B, K, T, D)

        var mask = WindowMask(hidden.shape[1], hidden.device);
        var attended = functional.scaled_dot_product_attention(
            positions.Rotate(query), Share(positions.Rotate(key)), Share(value), mask, is_casual: mask is null);
        return o_proj.call(attended.transpose(1, 2).flatten(2));                               // (B, T, C)
    }

    private Tensor Split(Tensor projected, int headCount) =>
        projected.view(projected.shape[0], projected.shape[1], headCount, _config.HeadWidth).transpose(1, 2);

    private static Tensor Normed(RmsNorm? norm, Tensor heads) =>
        norm is null ? heads : norm.call(heads.to(ScalarType.Float32)).to(heads.dtype);

    // True where a row's token sees a column's; null where the window cuts nothing off.
    private Tensor? WindowMask(long length, Device device) => _window is { } window && window < length
        ? ones(length, length, dtype: ScalarType.Bool, device: device).tril().triu(1 - window) // (T, T)
        : null;

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
