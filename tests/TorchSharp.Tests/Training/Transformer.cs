using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Training;

/// <summary>A language model of a few thousand parameters; token ids (B, T) in, logits (B, T, V) out.</summary>
internal sealed class Transformer : Module<Tensor, Tensor>
{
    private readonly Embedding tokens;
    private readonly Embedding positions;
    private readonly ModuleList<Block> blocks;
    private readonly LayerNorm norm;
    private readonly Linear head;

    internal Transformer(long vocabulary, long length, long width, long heads, long hidden, int depth)
        : base(nameof(Transformer))
    {
        tokens = Embedding(vocabulary, width);
        positions = Embedding(length, width);
        blocks = ModuleList([.. Enumerable.Range(0, depth).Select(_ => new Block(width, heads, hidden))]);
        norm = LayerNorm(width);
        head = Linear(width, vocabulary, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = tokens.call(input) + positions.call(arange(input.shape[1])); // (B, T, C)
        foreach (var block in blocks)
        {
            x = block.call(x);
        }

        return head.call(norm.call(x));
    }
}
