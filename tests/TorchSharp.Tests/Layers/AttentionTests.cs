using TorchSharp;
using static FedK8s.TorchSemantics.Reference.Vectors;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FedK8s.TorchSemantics.Layers;

public sealed class AttentionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor[] _heads = // (B, H, T, C/H) each: query, key, value
        [Wave([2, 2, 5, 4]), Wave([2, 2, 5, 4], phase: 1), Wave([2, 2, 5, 4], phase: 2)];

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Attention_follows_the_reference() => Check("layers", "attention", leaves => Attend(leaves), _heads);

    [Fact]
    public void Causal_attention_follows_the_reference() =>
        Check("layers", "attention_causal", leaves => Attend(leaves, causal: true), _heads);

    [Fact]
    public void A_float_mask_is_added_to_the_scores()
    {
        var mask = Wave([5, 5], 1.3);

        Check("layers", "attention_masked", leaves => Attend(leaves, mask), _heads);
    }

    [Fact]
    public void A_boolean_mask_says_with_true_who_takes_part()
    {
        var mask = ones(5, 5).tril() > 0;

        Check("layers", "attention_causal", leaves => Attend(leaves, mask), _heads);
    }

    [Fact]
    public void A_mask_and_the_causal_flag_exclude_each_other()
    {
        var mask = zeros(5, 5);

        Assert.Throws<ArgumentException>(() => Attend(_heads, mask, causal: true));
    }

    private static Tensor Attend(Tensor[] heads, Tensor? mask = null, bool causal = false) =>
        F.scaled_dot_product_attention(heads[0], heads[1], heads[2], mask, is_casual: causal);
}
