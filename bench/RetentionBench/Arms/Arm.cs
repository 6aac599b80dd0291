using System.Text.Json.Serialization;

namespace FedK8s.RetentionBench.Arms;

/// <summary>A way to fine-tune, as a manifest says it.</summary>
/// <param name="Name">For tables and <c>--only</c>.</param>
/// <param name="Group">Its part of the comparison.</param>
/// <param name="Method"><c>spec.method</c> as YAML in one line.</param>
internal sealed record Arm(string Name, [property: JsonIgnore] ArmGroup Group, string Method)
{
    /// <summary><c>spec.retentionGuard</c> as YAML in one line; null for none.</summary>
    public string? Guard { get; init; }

    /// <summary><c>spec.aggregation</c> as YAML in one line; null for the default.</summary>
    public string? Aggregation { get; init; }

    /// <summary>Fields of <c>spec.localTraining</c> besides the protocol's, or instead of them.</summary>
    public IReadOnlyDictionary<string, string> Training { get; init; } = new Dictionary<string, string>();

    /// <summary>Share of the local steps that have a batch of the guard; 0 without a guard.</summary>
    public double GuardShare { get; init; }

    /// <summary>Whether clients declare that they are devices of the simulated classes, as an arm that goes by them needs.</summary>
    public bool KnowsDevices { get; init; }

    /// <summary>The arm that it varies and whose learning rate it takes; null for one that chooses its own.</summary>
    [JsonIgnore]
    public string? RateOf { get; init; }

    /// <summary>The learning rates that it may choose from: as many for every arm, higher ones where little is trained.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Rates => IsFull ? [5e-4, 1e-3, 2e-3, 4e-3] : IsSmall ? [2e-3, 4e-3, 8e-3, 1.6e-2] : [1e-3, 2e-3, 4e-3, 8e-3];

    /// <summary>The learning rate of the quick form, which sweeps none.</summary>
    [JsonIgnore]
    public double QuickRate => IsFull ? 1e-3 : 4e-3;

    /// <summary>Where it runs.</summary>
    [JsonIgnore]
    public Study Studies { get; init; } = Study.Main;

    /// <summary>Whether it adds blocks to the base model.</summary>
    [JsonIgnore]
    public bool HasBlocks => MethodName == "blockExpansion";

    /// <summary>The method without its fields, for example <c>lora</c>.</summary>
    [JsonIgnore]
    public string MethodName => Method[1..Method.IndexOf(':', StringComparison.Ordinal)];

    private bool IsFull => MethodName == "full";

    private bool IsSmall => MethodName is "lora" or "adapter";
}
