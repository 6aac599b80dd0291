namespace FedK8s.Contracts.Spec;

/// <summary>LoRA (arXiv:2106.09685): W x + (alpha / rank) B A x with W frozen.</summary>
public sealed record LoraMethodSpec
{
    /// <summary>Rank of A (rank, in) and B (out, rank), at least 1. Default 8.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Numerator of the scale alpha / rank, above 0. Default 16.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Last name segments of the linear layers that get an adapter. Default <c>q_proj</c> and <c>v_proj</c>.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = ["q_proj", "v_proj"];
}
