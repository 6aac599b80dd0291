using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>BERT's heads of pre-training; it holds the one that FedK8s has a use for.</summary>
internal sealed class BertHeads : Module
{
    internal readonly BertPredictions predictions;

    public BertHeads(EncoderConfig config, Placement placement)
        : base(nameof(BertHeads))
    {
        predictions = new BertPredictions(config, placement);
        RegisterComponents();
    }
}
