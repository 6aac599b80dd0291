using static TorchSharp.torch;

namespace FedK8s.Worker.Network;

/// <summary>
/// A layer over which a tuning method may lay weights of its own. The overlay is given the layer's input and output and
/// returns what takes the output's place. It is not registered: the names of the base model's weights never change.
/// </summary>
internal abstract class OverlaidLayer(string name) : nn.Module<Tensor, Tensor>(name), IMethodPart
{
    private nn.Module<Tensor, Tensor, Tensor>? _overlay;

    public bool IsBypassed { get; set; }

    /// <summary>What lies over this layer; null where nothing does. The layer disposes it.</summary>
    /// <exception cref="InvalidOperationException">Set while another overlay is there.</exception>
    public nn.Module<Tensor, Tensor, Tensor>? Overlay
    {
        get => _overlay;
        set => _overlay = _overlay is null
            ? value
            : throw new InvalidOperationException($"{GetName()} already has an overlay: one method tunes a model.");
    }

    /// <summary>Takes away what lies over this layer, and disposes it.</summary>
    public void RemoveOverlay()
    {
        _overlay?.Dispose();
        _overlay = null;
    }

    public sealed override Tensor forward(Tensor input)
    {
        var output = Apply(input);
        return _overlay is null || IsBypassed ? output : _overlay.call(input, output);
    }

    /// <summary>The layer's own function.</summary>
    protected abstract Tensor Apply(Tensor input);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _overlay?.Dispose();
        }

        base.Dispose(disposing);
    }
}
