using FedK8s.Worker.Network.Expansion;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// The causal decoder of the Llama family (arXiv:2302.13971): pre-norm blocks of attention and SwiGLU on a float32
/// residual stream, rotary positions. Field names are the parameters' names in Hugging Face's checkpoints.
/// </summary>
internal sealed class CausalDecoder : FoundationModel
{
    private readonly DecoderConfig _config;
    private readonly DecoderStack model;
    private readonly Projection? lm_head; // null: the embedding matrix is the output matrix

    public CausalDecoder(DecoderConfig config, Placement placement)
        : base(nameof(CausalDecoder), placement)
    {
        _config = config;
        model = new DecoderStack(config, placement);
        lm_head = config.HasTiedEmbeddings ? null : new Projection(config.HiddenSize, config.VocabularySize, placement);
        RegisterComponents();
    }

    public override bool IsCausal => true;

    public override int VocabularySize => _config.VocabularySize;

    public override int HiddenSize => _config.HiddenSize;

    public override int MaximumLength => _config.MaximumLength;

    public override double InitializerRange => _config.InitializerRange;

    public override IReadOnlyList<(string Name, OverlaidLayer Block)> FeedForwards =>
        [.. Named<FeedForward>().Select(found => (found.Name, (OverlaidLayer)found.Module))];

    public override IBlockStack Blocks => model.Blocks;

    public override Tensor forward(ModelInput input)
    {
        using var scope = NewDisposeScope();
        var hidden = model.call(input);                                               // (B, T, C)
        var logits = lm_head is null ? model.Score(hidden) : lm_head.call(hidden);    // (B, T, V)
        return logits.MoveToOuterDisposeScope();
    }

    // Old checkpoints hold the rotary frequencies, which follow from the configuration; some repeat a tied matrix.
    public override bool IsRedundant(string tensorName) =>
        tensorName.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)
        || (lm_head is null && tensorName == "lm_head.weight");
}
