using FedK8s.Worker.Network;

namespace FedK8s.Worker.Methods;

/// <summary>Which of the base model's weights receive gradients.</summary>
internal static class Trainability
{
    /// <summary>Every weight is trained.</summary>
    public static void TrainAll(FoundationModel model) => Set(model, isTrained: true);

    /// <summary>No weight is trained: only what a method adds.</summary>
    public static void FreezeAll(FoundationModel model) => Set(model, isTrained: false);

    private static void Set(FoundationModel model, bool isTrained)
    {
        foreach (var (_, weight) in model.BaseWeights)
        {
            weight.requires_grad = isTrained;
        }
    }
}
