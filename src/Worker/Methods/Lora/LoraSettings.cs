using FedK8s.Contracts.Spec;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>What makes LoRA weights a function: their rank, their scale, and the layers they lie beside.</summary>
internal sealed record LoraSettings
{
    /// <summary>Rows of A and columns of B, at least 1.</summary>
    public required int Rank { get; init; }

    /// <summary>Above 0.</summary>
    public required double Alpha { get; init; }

    /// <summary>Whether the scale is that of rsLoRA (arXiv:2312.03732), alpha / sqrt(rank).</summary>
    public bool IsRankStabilized { get; init; }

    /// <summary>The layers that get weights.</summary>
    public required ModuleNames Targets { get; init; }

    /// <summary>The layers among <see cref="Targets"/> that get none; null for no such.</summary>
    public ModuleNames? Excluded { get; init; }

    /// <summary>PEFT's word for the task that they were trained for; null where none is said.</summary>
    public string? TaskType { get; init; }

    /// <summary>What B A x is multiplied by.</summary>
    public double Scale => IsRankStabilized ? Alpha / Math.Sqrt(Rank) : Alpha / Rank;

    /// <summary>The settings of a spec that names no adapter to start from.</summary>
    public static LoraSettings Of(LoraMethodSpec spec) => new()
    {
        Rank = spec.Rank ?? LoraMethodSpec.DefaultRank,
        Alpha = spec.Alpha ?? LoraMethodSpec.DefaultAlpha,
        Targets = ModuleNames.Of(spec.TargetModules ?? LoraMethodSpec.DefaultTargetModules),
    };

    /// <summary>Whether a layer gets weights.</summary>
    public bool IsTarget(string name) => Targets.Contains(name) && Excluded?.Contains(name) != true;
}
