using FedK8s.Contracts.Spec;

namespace FedK8s.Bench.PartialMemory;

/// <summary>A method, and which part of its weights a client trains.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Method">The method.</param>
/// <param name="Blocks">Numbers of new blocks, 0 nearest to the input; null for all that the method trains.</param>
internal sealed record TrainedPart(string Name, MethodSpec Method, IReadOnlyList<int>? Blocks = null)
{
    private const int BlockCount = 4;

    private static readonly string[] LinearLayers = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>The first is what the others are compared with.</summary>
    public static IReadOnlyList<TrainedPart> All { get; } =
    [
        new("all four new blocks", Expansion),
        new("the lowest alone", Expansion, [0]),
        new("the topmost alone", Expansion, [BlockCount - 1]),
        new("full", new() { Full = new() }),
        new("LoRA, rank 8, all linear layers", new() { Lora = new() { Rank = 8, Alpha = 16, TargetModules = LinearLayers } }),
    ];

    private static MethodSpec Expansion => new() { BlockExpansion = new() { Blocks = new() { Count = BlockCount } } };
}
