namespace FedK8s.Contracts.Spec;

/// <summary>
/// LoRA (arXiv:2106.09685): W x + (alpha / rank) B A x with W frozen. What <see cref="StartFrom"/> settles may be left out, and
/// must agree with it where it is given.
/// </summary>
public sealed record LoraMethodSpec
{
    /// <summary>The rank where nothing says otherwise.</summary>
    public const int DefaultRank = 8;

    /// <summary>The scale's numerator where nothing says otherwise.</summary>
    public const double DefaultAlpha = 16;

    /// <summary>The target modules where nothing says otherwise.</summary>
    public static IReadOnlyList<string> DefaultTargetModules { get; } = ["q_proj", "v_proj"];

    /// <summary>Rank of A (rank, in) and B (out, rank), at least 1; null for <see cref="DefaultRank"/>.</summary>
    public int? Rank { get; init; }

    /// <summary>Numerator of the scale alpha / rank, above 0; null for <see cref="DefaultAlpha"/>.</summary>
    public double? Alpha { get; init; }

    /// <summary>
    /// Last name segments of the linear layers that get an adapter; null for <see cref="DefaultTargetModules"/>.
    /// </summary>
    public IReadOnlyList<string>? TargetModules { get; init; }

    /// <summary>
    /// Whether A keeps its start and only B is trained and sent (FFA-LoRA, arXiv:2403.12313): the mean of B A is then the mean of B
    /// times A, exactly. Default false.
    /// </summary>
    public bool FreezeA { get; init; }

    /// <summary>
    /// Whether clients train ranks of their own (HetLoRA, arXiv:2401.06432): the leading rows of A and columns of B. Default Fixed.
    /// </summary>
    public PerClientRank PerClientRank { get; init; } = PerClientRank.Fixed;

    /// <summary>An adapter whose weights the run starts from; null to start from the base model's function.</summary>
    public LoraStartSpec? StartFrom { get; init; }
}
