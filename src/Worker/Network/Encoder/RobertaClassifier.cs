using FedK8s.Worker.Network.Expansion;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Encoder;

/// <summary><c>RobertaForSequenceClassification</c>: two layers over the vector of each row's first token.</summary>
internal sealed class RobertaClassifier : EncoderModel
{
    private readonly EncoderBody roberta;
    private readonly RobertaClassifierHead classifier;

    public RobertaClassifier(EncoderConfig config, Placement placement)
        : base(nameof(RobertaClassifier), nameof(roberta), config, placement)
    {
        Labels = config.Labels;
        roberta = new EncoderBody(config, placement, hasPooler: false);
        classifier = new RobertaClassifierHead(config, placement.ForTrained());
        RegisterComponents();
    }

    public override IReadOnlyList<string> Labels { get; }

    public override IReadOnlyList<string> HeadModules { get; } = [nameof(classifier)];

    public override IBlockStack Blocks => roberta.Blocks;

    public override Tensor forward(ModelInput input)
    {
        using var scope = NewDisposeScope();
        var logits = classifier.call(roberta.call(input)); // (B, L)
        return logits.MoveToOuterDisposeScope();
    }

    protected override bool IsOfAnotherHead(string tensorName) =>
        tensorName.StartsWith("lm_head.", StringComparison.Ordinal)
        || tensorName.StartsWith("roberta.pooler.", StringComparison.Ordinal);
}
