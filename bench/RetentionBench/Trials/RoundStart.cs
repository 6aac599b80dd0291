using FedK8s.Contracts.Manifests;
using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Trials;

/// <summary>The checkpoint that a round starts from, as far as costs depend on it.</summary>
/// <param name="Files">What a client fetches unless it has it.</param>
/// <param name="Positions">The base blocks that new ones follow; empty where there are none.</param>
/// <param name="Layers">L: the base model's blocks.</param>
internal sealed record RoundStart(IReadOnlyList<TensorFile> Files, IReadOnlyList<int> Positions, int Layers)
{
    public static RoundStart Of(CheckpointManifest manifest, ModelShape shape) =>
        new(manifest.Files, manifest.Expansion?.Positions ?? [], manifest.Expansion?.BaseBlockCount ?? shape.Layers);
}
