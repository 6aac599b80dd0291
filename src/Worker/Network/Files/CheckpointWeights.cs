using FedK8s.Core.Tensors;
using TorchSharp.Modules;

namespace FedK8s.Worker.Network.Files;

/// <summary>Gives a new model the weights of a checkpoint, and start values where the checkpoint has another head.</summary>
internal sealed class CheckpointWeights
{
    private readonly ITensorSource _source;
    private readonly FoundationModel _model;
    private readonly TensorMatch _match;
    private readonly IReadOnlyList<(string Name, Parameter Weight)> _new;

    /// <summary>Compares the two, and says in the model which of its modules are new.</summary>
    /// <param name="source">The checkpoint; its names may follow an older convention.</param>
    /// <param name="model">A model just made.</param>
    /// <param name="hasNewHead">Whether what gives the logits is to start anew, whatever the checkpoint holds.</param>
    public CheckpointWeights(ITensorSource source, FoundationModel model, bool hasNewHead)
    {
        (_source, _model) = (source, model);
        var namesThere = source.Entries.Select(entry => model.CurrentName(entry.Name)).ToHashSet(StringComparer.Ordinal);
        model.NewModules = hasNewHead ? [.. model.HeadModules.Where(IsMissingOrLast)] : [];

        var weights = model.BaseWeights.ToLookup(named => IsNew(named.Name));
        _match = new TensorMatch(
            source.Entries, [.. weights[false]], model.CurrentName, name => IsNew(name) || model.IsRedundant(name));
        _new = [.. weights[true]];

        bool IsMissingOrLast(string module) =>
            module == model.HeadModules[^1] || !namesThere.Any(name => IsIn(name, module));

        bool IsNew(string name) => model.NewModules.Any(module => IsIn(name, module));
    }

    /// <summary>Tensors that are missing, unexpected or misshapen; empty where everything fits.</summary>
    public IReadOnlyList<string> Problems => _match.Problems;

    /// <summary>Sets every weight of the model.</summary>
    /// <param name="seed">Of start values.</param>
    public void Load(long seed)
    {
        TensorState.Load(_source, _match.Pairs);
        InitialWeights.Fill(_new, seed, _model.InitializerRange);
    }

    private static bool IsIn(string name, string module) => name.StartsWith($"{module}.", StringComparison.Ordinal);
}
