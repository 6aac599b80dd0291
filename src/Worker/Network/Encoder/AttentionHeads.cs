using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>Attention of every token to all of its row (arXiv:1706.03762, eq. 1), H heads side by side.</summary>
internal sealed class AttentionHeads : Module<Tensor, Tensor?, Tensor>
{
    private readonly int _headCount;
    private readonly Projection query;
    private readonly Projection key;
    private readonly Projection value;

    public AttentionHeads(EncoderConfig config, Placement placement)
        : base(nameof(AttentionHeads))
    {
        _headCount = config.HeadCount;
        query = new Projection(config.HiddenSize, config.HiddenSize, placement, hasBias: true);
        key = new Projection(config.HiddenSize, config.HiddenSize, placement, hasBias: true);
        value = new Projection(config.HiddenSize, config.HiddenSize, placement, hasBias: true);
        RegisterComponents();
    }

    /// <param name="hidden">(B, T, C).</param>
    /// <param name="mask">(B, 1, 1, T), bool: the tokens that may be seen; null for all.</param>
    public override Tensor forward(Tensor hidden, Tensor? mask)
    {
        var attended = functional.scaled_dot_product_attention(
            Split(query.call(hidden)), Split(key.call(hidden)), Split(value.call(hidden)), mask); // (B, H, T, D)
        return attended.transpose(1, 2).flatten(2);                                               // (B, T, C)
    }

    private Tensor Split(Tensor projected) =>
        projected.view(projected.shape[0], projected.shape[1], _headCount, -1).transpose(1, 2);   // (B, H, T, D)
}
