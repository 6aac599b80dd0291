using FedK8s.Worker.Network.Expansion;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Gpt2;

/// <summary>
/// GPT-2 (Radford et al., 2019, section 2.3): learned positions, blocks that norm before they attend, a norm at the end.
/// Field names are the parameters' names in Hugging Face's checkpoints.
/// </summary>
internal sealed class Gpt2Model : FoundationModel
{
    private static readonly string[] OlderPrefixes = ["wte.", "wpe.", "h.", "ln_f."];

    private readonly Gpt2Config _config;
    private readonly Gpt2Stack transformer;
    private readonly Projection? lm_head; // null: the embedding matrix is the output matrix

    public Gpt2Model(Gpt2Config config, Placement placement)
        : base(nameof(Gpt2Model), placement)
    {
        _config = config;
        transformer = new Gpt2Stack(config, placement);
        lm_head = config.HasTiedEmbeddings ? null : new Projection(config.HiddenSize, config.VocabularySize, placement);
        RegisterComponents();
    }

    public override bool IsCausal => true;

    public override int VocabularySize => _config.VocabularySize;

    public override int HiddenSize => _config.HiddenSize;

    public override int MaximumLength => _config.MaximumLength;

    public override double InitializerRange => _config.InitializerRange;

    public override IReadOnlyList<(string Name, OverlaidLayer Block)> FeedForwards =>
        [.. Named<Gpt2FeedForward>().Select(found => (found.Name, (OverlaidLayer)found.Module))];

    public override IBlockStack Blocks => transformer.Blocks;

    public override Tensor forward(ModelInput input)
    {
        using var scope = NewDisposeScope();
        var hidden = transformer.call(input);                                               // (B, T, C)
        var logits = lm_head is null ? transformer.Score(hidden) : lm_head.call(hidden);    // (B, T, V)
        return logits.MoveToOuterDisposeScope();
    }

    // OpenAI's own checkpoints are those of the stack alone.
    public override string CurrentName(string tensorName) =>
        Array.Exists(OlderPrefixes, prefix => tensorName.StartsWith(prefix, StringComparison.Ordinal))
            ? $"transformer.{tensorName}"
            : tensorName;

    // Old checkpoints hold the causal mask; some repeat a tied matrix.
    public override bool IsRedundant(string tensorName) =>
        tensorName.EndsWith(".attn.bias", StringComparison.Ordinal)
        || tensorName.EndsWith(".attn.masked_bias", StringComparison.Ordinal)
        || (lm_head is null && tensorName == "lm_head.weight");
}
