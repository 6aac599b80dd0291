using FedK8s.Contracts.Manifests;
using FedK8s.Core.Blocks;
using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Trials;

/// <summary>What a client sent, as far as costs depend on it.</summary>
/// <param name="Bytes">Of its files.</param>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="TrainedBlocks">Weights inside blocks over the weights of a block.</param>
/// <param name="NewBlocks">Numbers of the new blocks among them.</param>
internal sealed record UpdateRecord(long Bytes, int Steps, double TrainedBlocks, IReadOnlyList<int> NewBlocks)
{
    /// <summary>From an update's manifest.</summary>
    public static UpdateRecord Of(UpdateManifest manifest, ModelShape shape)
    {
        TensorDescription[] tensors = [.. manifest.Files.SelectMany(file => file.Tensors)];
        return new(
            manifest.Files.Sum(file => file.Blob.Length),
            manifest.Steps,
            (double)tensors.Where(tensor => IsInBlock(tensor.Name)).Sum(Count) / shape.BlockParameters,
            BlocksOf(tensors));
    }

    /// <summary>Numbers of the new blocks that some tensors belong to, in order.</summary>
    public static IReadOnlyList<int> BlocksOf(IEnumerable<TensorDescription> tensors) =>
        [.. tensors.Select(tensor => BlockNames.FindExpanded(tensor.Name)).OfType<int>().Distinct().Order()];

    /// <summary>Weights of a tensor.</summary>
    public static long Count(TensorDescription tensor) => tensor.Shape.Aggregate(1L, (product, size) => product * size);

    private static bool IsInBlock(string name) => BlockNames.FindExpanded(name) is not null || BlockNames.FindLayer(name) is not null;
}
