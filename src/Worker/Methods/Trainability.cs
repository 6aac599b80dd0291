using FedK8s.Worker.Network;

namespace FedK8s.Worker.Methods;

/// <summary>Which of the base model's weights receive gradients.</summary>
internal static class Trainability
{
    /// <summary>Every weight is trained.</summary>
    public static void TrainAll(FoundationModel model) => Set(model, isTrained: true);

    /// <summary>No weight is trained but the task's head: only what a method adds.</summary>
    public static void FreezeBody(FoundationModel model)
    {
        Set(model, isTrained: false);
        foreach (var (_, weight) in TaskHead.Weights(model))
        {
            weight.requires_grad = true;
        }
    }

    private static void Set(FoundationModel model, bool isTrained)
    {
        foreach (var (_, weight) in model.BaseWeights)
        {
            weight.requires_grad = isTrained;
        }
    }
}
