using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The masked-language head of BERT.</summary>
internal sealed class BertPredictions : MaskedHead
{
    private readonly BertTransform transform;

    public BertPredictions(EncoderConfig config, Placement placement)
        : base(nameof(BertPredictions), config, placement)
    {
        transform = new BertTransform(config, placement);
        RegisterComponents();
    }

    protected override Tensor Transform(Tensor hidden) => transform.call(hidden); // (B, T, C)
}
