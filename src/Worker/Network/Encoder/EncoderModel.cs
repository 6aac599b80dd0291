namespace FedK8s.Worker.Network.Encoder;

/// <summary>
/// A post-norm encoder of the BERT family (arXiv:1810.04805; RoBERTa: arXiv:1907.11692) with a head. Field names are the
/// parameters' names in Hugging Face's checkpoints.
/// </summary>
/// <param name="name">The architecture's name.</param>
/// <param name="body">The body's field: <c>bert</c> or <c>roberta</c>.</param>
/// <param name="config">The shape.</param>
/// <param name="placement">Where the weights lie.</param>
internal abstract class EncoderModel(string name, string body, EncoderConfig config, Placement placement)
    : FoundationModel(name, placement)
{
    private static readonly string[] BodyParts = ["embeddings.", "encoder.", "pooler."];

    public sealed override bool IsCausal => false;

    public sealed override int VocabularySize => config.VocabularySize;

    public sealed override int HiddenSize => config.HiddenSize;

    public sealed override int MaximumLength => config.MaximumLength;

    public sealed override double InitializerRange => config.InitializerRange;

    public sealed override IReadOnlyList<(string Name, OverlaidLayer Block)> FeedForwards =>
    [
        .. Named<EncoderLayer>()
            .Select(found => ($"{found.Name}.output.dense", (OverlaidLayer)found.Module.FeedForwardOutput)),
    ];

    // The first BERT checkpoints call a norm's weights gamma and beta; those of a body alone lack its name.
    public sealed override string CurrentName(string tensorName)
    {
        var whole = BodyParts.Any(part => tensorName.StartsWith(part, StringComparison.Ordinal))
            ? $"{body}.{tensorName}"
            : tensorName;
        return whole.Replace("LayerNorm.gamma", "LayerNorm.weight", StringComparison.Ordinal)
            .Replace("LayerNorm.beta", "LayerNorm.bias", StringComparison.Ordinal);
    }

    // Position numbers are no weights; the others belong to heads that this model does not have.
    public override bool IsRedundant(string tensorName) =>
        tensorName == $"{body}.embeddings.position_ids" || IsOfAnotherHead(tensorName);

    /// <summary>Whether a checkpoint of the same family with another head may hold this tensor.</summary>
    protected abstract bool IsOfAnotherHead(string tensorName);
}
