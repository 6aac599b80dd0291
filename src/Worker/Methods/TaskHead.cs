using FedK8s.Worker.Network;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods;

/// <summary>The modules that give a classifier its answers: every method trains them whole, beside its own weights.</summary>
internal static class TaskHead
{
    /// <summary>The weights by checkpoint name; none where the model predicts tokens.</summary>
    public static IEnumerable<(string Name, Parameter Weight)> Weights(FoundationModel model) =>
        model.BaseWeights.Where(named => Contains(model, named.Name));

    /// <summary>Whether a weight or a layer belongs to them.</summary>
    public static bool Contains(FoundationModel model, string name) => model.TrainedModules.Any(module =>
        name == module || name.StartsWith($"{module}.", StringComparison.Ordinal));
}
