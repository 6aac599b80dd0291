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
    public static ExpandableModel? Find(FederatedRunSpec spec, TunedModel tuned) => spec.Method.BlockExpansion is null ? null : new()
    {
        BaseBlockCount = tuned.Model.Blocks.Count,
        BaseByteCount = tuned.Model.BaseWeights.Sum(named => named.Weight.numel() * named.Weight.element_size()),
        BlockParameterCount = tuned.Trainables
            .Where(named => BlockNames.FindExpanded(named.Name) == 0)
            .Sum(named => named.Weight.numel()),
        ActivationByteCount = LayerTape.ActivationBytes(
            spec.LocalTraining.BatchSize,
            spec.Task.MaxSequenceLength > 0 ? spec.Task.MaxSequenceLength : tuned.Model.MaximumLength,
            tuned.Model.HiddenSize,
            spec.LocalTraining.ActivationCheckpointing),
    };
}
