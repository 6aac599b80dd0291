using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The head of a masked language model: E norm(act(W h + b)) + c, with E the embedding matrix where tied.</summary>
internal abstract class MaskedHead : Module
{
    private readonly Placement _placement;
    private protected readonly Projection? decoder; // null: the embedding matrix is the output matrix
    private protected readonly Parameter bias;      // (V)

    protected MaskedHead(string name, EncoderConfig config, Placement placement)
        : base(name)
    {
        _placement = placement;
        decoder = config.HasTiedEmbeddings ? null : new Projection(config.HiddenSize, config.VocabularySize, placement);
        bias = Weights.Empty([config.VocabularySize], placement.Storage, placement.Device);
    }

    /// <summary>Logits of every token at every place.</summary>
    /// <param name="hidden">(B, T, C).</param>
    /// <param name="body">Whose embedding matrix is meant.</param>
    public Tensor Score(Tensor hidden, EncoderBody body)
    {
        var bent = Transform(hidden);                                                   // (B, T, C)
        var scores = decoder is null ? body.Score(bent) : decoder.call(bent);           // (B, T, V)
        return scores + bias.to(_placement.Compute);                                    // (B, T, V)
    }

    /// <summary>Whether a checkpoint repeats here what it holds elsewhere.</summary>
    public bool IsRepeated(string tensorName, string prefix) =>
        tensorName == prefix + "decoder.bias" || (decoder is null && tensorName == prefix + "decoder.weight");

    /// <summary>norm(act(W h + b)).</summary>
    protected abstract Tensor Transform(Tensor hidden);
}
