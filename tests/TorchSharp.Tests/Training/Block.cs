using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Training;

/// <summary>Attention, then a perceptron, each behind a norm and beside a residual path.</summary>
internal sealed class Block : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly Linear up;
    private readonly Linear down;
    private readonly long _heads;

    internal Block(long width, long heads, long hidden)
        : base(nameof(Block))
    {
        norm1 = LayerNorm(width);
        norm2 = LayerNorm(width);
        qkv = Linear(width, 3 * width);
        proj = Linear(width, width);
        up = Linear(width, hidden);
        down = Linear(hidden, width);
        _heads = heads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var (b, t, c) = (input.shape[0], input.shape[1], input.shape[2]);
        var projected = qkv.call(norm1.call(input));                                  // (B, T, 3C)
        var parts = projected.view(b, t, 3, _heads, c / _heads).permute(2, 0, 3, 1, 4).unbind(0); // 3 × (B, H, T, C/H)
        var mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
        var attended = input + proj.call(mixed.transpose(1, 2).reshape(b, t, c));     // (B, T, C)
        return attended + down.call(functional.gelu(up.call(norm2.call(attended))));  // (B, T, C)
    }
}
