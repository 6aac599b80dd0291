using FedK8s.Worker.Network.Expansion;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Encoder;

/// <summary><c>BertForMaskedLM</c>: each place scores the vocabulary.</summary>
internal sealed class BertMaskedModel : EncoderModel
{
    private readonly EncoderBody bert;
    private readonly BertHeads cls;

    public BertMaskedModel(EncoderConfig config, Placement placement)
        : base(nameof(BertMaskedModel), nameof(bert), config, placement)
    {
        bert = new EncoderBody(config, placement, hasPooler: false);
        cls = new BertHeads(config, placement);
        RegisterComponents();
    }

    public override IBlockStack Blocks => bert.Blocks;

    public override Tensor forward(ModelInput input)
    {
        using var scope = NewDisposeScope();
        var logits = cls.predictions.Score(bert.call(input), bert); // (B, T, V)
        return logits.MoveToOuterDisposeScope();
    }

    protected override bool IsOfAnotherHead(string tensorName) =>
        tensorName.StartsWith("bert.pooler.", StringComparison.Ordinal)
        || tensorName.StartsWith("cls.seq_relationship.", StringComparison.Ordinal)
        || cls.predictions.IsRepeated(tensorName, "cls.predictions.");
}
