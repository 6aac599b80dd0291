using FedK8s.Worker.Network.Expansion;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Encoder;

/// <summary><c>BertForSequenceClassification</c>: a linear layer over the pooled row.</summary>
internal sealed class BertClassifier : EncoderModel
{
    private readonly EncoderBody bert;
    private readonly Projection classifier;

    public BertClassifier(EncoderConfig config, Placement placement)
        : base(nameof(BertClassifier), nameof(bert), config, placement)
    {
        Labels = config.Labels;
        bert = new EncoderBody(config, placement, hasPooler: true);
        classifier = new Projection(config.HiddenSize, Labels.Count, placement.ForTrained(), hasBias: true);
        RegisterComponents();
    }

    public override IReadOnlyList<string> Labels { get; }

    public override IReadOnlyList<string> HeadModules { get; } = ["bert.pooler", nameof(classifier)];

    public override IBlockStack Blocks => bert.Blocks;

    public override Tensor forward(ModelInput input)
    {
        using var scope = NewDisposeScope();
        var logits = classifier.call(bert.Pool(bert.call(input))); // (B, L)
        return logits.MoveToOuterDisposeScope();
    }

    protected override bool IsOfAnotherHead(string tensorName) => tensorName.StartsWith("cls.", StringComparison.Ordinal);
}
