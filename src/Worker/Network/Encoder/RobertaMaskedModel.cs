using FedK8s.Worker.Network.Expansion;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Encoder;

/// <summary><c>RobertaForMaskedLM</c>: each place scores the vocabulary.</summary>
internal sealed class RobertaMaskedModel : EncoderModel
{
    private readonly EncoderBody roberta;
    private readonly RobertaMaskedHead lm_head;

    public RobertaMaskedModel(EncoderConfig config, Placement placement)
        : base(nameof(RobertaMaskedModel), nameof(roberta), config, placement)
    {
        roberta = new EncoderBody(config, placement, hasPooler: false);
        lm_head = new RobertaMaskedHead(config, placement);
        RegisterComponents();
    }

    public override IBlockStack Blocks => roberta.Blocks;

    public override Tensor forward(ModelInput input)
    {
        using var scope = NewDisposeScope();
        var logits = lm_head.Score(roberta.call(input), roberta); // (B, T, V)
        return logits.MoveToOuterDisposeScope();
    }

    protected override bool IsOfAnotherHead(string tensorName) =>
        tensorName.StartsWith("roberta.pooler.", StringComparison.Ordinal)
        || lm_head.IsRepeated(tensorName, "lm_head.");
}
