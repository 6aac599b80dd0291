using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;

namespace FedK8s.Worker.Network.Files;

/// <summary>Gives a new model the weights of a checkpoint, and start values where the checkpoint has another head.</summary>
internal static class CheckpointWeights
{
    /// <summary>Sets every weight of the model, and says in it which modules are new.</summary>
    /// <param name="source">The checkpoint; its names may follow an older convention.</param>
    /// <param name="model">A model just made.</param>
    /// <param name="hasNewHead">Whether what gives the logits is to start anew, whatever the checkpoint holds.</param>
    /// <param name="seed">Of the start values.</param>
    /// <exception cref="RunFailedException">FK3003: any other weight is missing, unexpected or misshapen.</exception>
    public static void Load(ITensorSource source, FoundationModel model, bool hasNewHead, long seed)
    {
        var namesThere = source.Entries
            .GroupBy(entry => model.CurrentName(entry.Name), entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(names => names.Key, names => names.First(), StringComparer.Ordinal);
        model.NewModules = hasNewHead ? [.. model.HeadModules.Where(IsMissingOrLast)] : [];

        var weights = model.BaseWeights.ToLookup(named => IsNew(named.Name));
        TensorState.Load(
            source,
            [.. weights[false].Select(named => (namesThere.GetValueOrDefault(named.Name, named.Name), named.Weight))],
            name => IsNew(model.CurrentName(name)) || model.IsRedundant(model.CurrentName(name)));
        InitialWeights.Fill(weights[true], seed, model.InitializerRange);

        bool IsMissingOrLast(string module) =>
            module == model.HeadModules[^1] || !namesThere.Keys.Any(name => IsIn(name, module));

        bool IsNew(string name) => model.NewModules.Any(module => IsIn(name, module));
    }

    private static bool IsIn(string name, string module) => name.StartsWith($"{module}.", StringComparison.Ordinal);
}
