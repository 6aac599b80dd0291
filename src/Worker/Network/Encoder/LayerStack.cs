using FedK8s.Worker.Network.Expansion;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The layers, one after the other.</summary>
internal sealed class LayerStack : Module<Tensor, Tensor?, LayerTape?, Tensor>
{
    private readonly ModuleList<EncoderLayer> layer;
    private readonly BlockStack<EncoderLayer> _blocks;

    public LayerStack(EncoderConfig config, Placement placement)
        : base(nameof(LayerStack))
    {
        var numbers = Enumerable.Range(0, config.LayerCount);
        layer = ModuleList([.. numbers.Select(_ => new EncoderLayer(config, placement))]);
        _blocks = new(
            layer,
            config.HiddenSize,
            placement.Device,
            _ => new EncoderLayer(config, placement.ForTrained()),
            residualOutputs: null);
        RegisterComponents();
    }

    /// <summary>The layers.</summary>
    public IBlockStack Blocks => _blocks;

    public override Tensor forward(Tensor hidden, Tensor? mask, LayerTape? tape) =>
        _blocks.Run(hidden, tape, (next, input) => next.call(input, mask), () => mask?.squeeze(1)); // (B, T, C)

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _blocks.Dispose();
        }

        base.Dispose(disposing);
    }
}
