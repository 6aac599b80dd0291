using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Worker.Network;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Participation;

/// <summary>How large a model is that new blocks go into.</summary>
internal static class ModelSizes
{
    /// <summary>The sizes; null of a model without new blocks.</summary>
    public static ExpandableModel? Find(FederatedRunSpec spec, TunedModel tuned)
    {
        var block = tuned.Trainables.Where(named => BlockNames.FindExpanded(named.Name) == 0).Sum(named => named.Weight.numel());
        return spec.Method.BlockExpansion is null ? null : new()
        {
            BaseBlockCount = tuned.Model.Blocks.Count,
            BaseByteCount = BaseBytes(tuned.Model),
            BlockParameterCount = block,
            ActivationByteCount = ActivationBytes(spec, tuned.Model),
        };
    }

    /// <summary>Of the base model's weights.</summary>
    public static long BaseBytes(FoundationModel model) =>
        model.BaseWeights.Sum(named => named.Weight.numel() * named.Weight.element_size());

    /// <summary>That one block keeps of a full batch for its backward pass.</summary>
    public static long ActivationBytes(FederatedRunSpec spec, FoundationModel model) => LayerTape.ActivationBytes(
        spec.LocalTraining.BatchSize,
        spec.Task.MaxSequenceLength > 0 ? spec.Task.MaxSequenceLength : model.MaximumLength,
        model.HiddenSize,
        spec.LocalTraining.ActivationCheckpointing);
}
