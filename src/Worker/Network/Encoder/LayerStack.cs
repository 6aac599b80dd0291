using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The layers, one after the other.</summary>
internal sealed class LayerStack : Module<Tensor, Tensor?, LayerTape?, Tensor>
{
    private readonly ModuleList<EncoderLayer> layer;

    public LayerStack(EncoderConfig config, Placement placement)
        : base(nameof(LayerStack))
    {
        var numbers = Enumerable.Range(0, config.LayerCount);
        layer = ModuleList([.. numbers.Select(_ => new EncoderLayer(config, placement))]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor? mask, LayerTape? tape)
    {
        foreach (var next in layer)
        {
            hidden = LayerTape.Run(tape, hidden, input => next.call(input, mask)); // (B, T, C)
        }

        return hidden;
    }
}
