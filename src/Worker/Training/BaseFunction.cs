using FedK8s.Worker.Methods;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// What the base model answers, beside a model that is tuned. Where a method leaves the base weights as they are it is the same
/// model with the method bypassed and, in a classifier, the base's own head put in for the pass. Where a method trains the base
/// weights themselves it is a second model, loaded when it is first asked.
/// </summary>
internal sealed class BaseFunction : IDisposable
{
    private readonly FoundationModel _model;
    private readonly Func<LoadedModel>? _load;
    private readonly WeightCopies _head;
    private LoadedModel? _second;

    /// <param name="model">Freshly loaded, no method's weights in it yet.</param>
    /// <param name="load">Loads the second model; null where the method can be bypassed.</param>
    public BaseFunction(FoundationModel model, Func<LoadedModel>? load)
    {
        (_model, _load) = (model, load);
        _head = new(load is null ? TaskHead.Weights(model).Select(named => named.Weight) : []);
    }

    /// <summary>The base's logits, without gradients; they belong to the dispose scope that is open.</summary>
    public Tensor Logits(ModelInput input)
    {
        using var noGradient = no_grad();
        if (_load is not null)
        {
            _second ??= _load();
            return _second.Model.call(input);
        }

        using var bypass = _model.Bypass();
        using var trained = new WeightCopies(_head.All.Select(part => part.Weight));
        try
        {
            _head.Restore();
            return _model.call(input);
        }
        finally
        {
            trained.Restore();
        }
    }

    public void Dispose()
    {
        _second?.Dispose();
        _head.Dispose();
    }
}
