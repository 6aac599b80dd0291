namespace FedK8s.RetentionBench.Arms;

/// <summary>
/// Every arm, a line each. One that this build refuses is named in the tables with the refusal, and runs once it is accepted:
/// results are kept for each trial, so that only what is new is run.
/// </summary>
internal static class ArmList
{
    private const string AllLinears = "[q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]";
    private const string LoraAll = $"{{lora: {{rank: 4, alpha: 8, targetModules: {AllLinears}}}}}";
    private const string OwnGuard = "{inputs: Own, instructions: [Q, R, S, T, U, V, W, X]}";

    private const Study Everywhere =
        Study.Main | Study.Quick | Study.Heterogeneity | Study.Disjoint | Study.Participation | Study.Sequence;

    /// <summary>In the tables' order.</summary>
    public static IReadOnlyList<Arm> All { get; } =
    [
        new("full", ArmGroup.Full, "{full: {}}") { Studies = Everywhere, QuickRate = 1e-3 },

        new("lora-qv", ArmGroup.Peft, "{lora: {rank: 4, alpha: 8, targetModules: [q_proj, v_proj]}}") { QuickRate = 1e-2 },
        new("lora-all", ArmGroup.Peft, LoraAll) { Studies = Everywhere, QuickRate = 1e-2 },
        new("adapter", ArmGroup.Peft, "{adapter: {bottleneck: 8}}") { Studies = Study.Main | Study.Disjoint, QuickRate = 1e-2 },
        new("ffa-lora", ArmGroup.Peft, $"{{lora: {{rank: 4, alpha: 8, targetModules: {AllLinears}, frozenA: true}}}}"),
        new("flora", ArmGroup.Peft, LoraAll) { Aggregation = "{strategy: FLoRA}" },
        new("hetlora", ArmGroup.Peft, $"{{lora: {{rank: 4, alpha: 8, targetModules: {AllLinears}, perClientRank: Auto}}}}"),
        new("lora-fedprox", ArmGroup.Peft, LoraAll) { Training = With("proximalMu", "0.01") },
        new("lora-l2sp", ArmGroup.Peft, LoraAll) { Training = With("l2SpWeight", "0.01") },
        new("lora-lwf", ArmGroup.Peft, LoraAll) { Guard = "{inputs: Same, temperature: 2}", GuardShare = 1 },

        Expansion("expansion-all", ArmGroup.Expansion, Every("count: 4")) with { Studies = Everywhere },

        Expansion("blocks-exact", ArmGroup.Allocation, Some("Exact", "Gradient")),
        Expansion("blocks-exact-fisher", ArmGroup.Allocation, Some("Exact", "Fisher")),
        Expansion("blocks-exact-coverage", ArmGroup.Allocation, Some("Exact", "Gradient", "coverageWeight: 1")),
        Expansion("blocks-exact-static", ArmGroup.Allocation, Some("Exact", "Gradient", "reallocateEvery: 1000")),
        Expansion("blocks-greedy", ArmGroup.Allocation, Some("Greedy", "Gradient")),
        Expansion("blocks-capability", ArmGroup.Allocation, Some("Capability", "None")),
        Expansion("blocks-random", ArmGroup.Allocation, Some("Random", "None")),

        Expansion("place-uniform-1", ArmGroup.Placement, Every("count: 1")),
        Expansion("place-uniform-2", ArmGroup.Placement, Every("count: 2")),
        Expansion("place-importance-1", ArmGroup.Placement, Every("count: 1, positions: Importance")),
        Expansion("place-importance-2", ArmGroup.Placement, Every("count: 2, positions: Importance")),
        Expansion("place-top-1", ArmGroup.Placement, Every("count: 1, positions: Top")),
        Expansion("place-top-2", ArmGroup.Placement, Every("count: 2, positions: Top")),
        Expansion("place-bottom-1", ArmGroup.Placement, Every("count: 1, positions: Bottom")),
        Expansion("place-bottom-2", ArmGroup.Placement, Every("count: 2, positions: Bottom")),
        Expansion("place-random-2", ArmGroup.Placement, Every("count: 2, positions: Random")),

        Expansion("expansion-gate", ArmGroup.Hold, Every("count: 4", gate: "Input")) with { Studies = Everywhere },
        Guarded(Expansion("expansion-guard-own", ArmGroup.Hold, Every("count: 4")), OwnGuard) with { Studies = Everywhere },
        Guarded(Expansion("expansion-guard-random", ArmGroup.Hold, Every("count: 4")), "{inputs: Random}"),
        Guarded(Expansion("expansion-guard-sampled", ArmGroup.Hold, Every("count: 4")), "{inputs: Sampled}"),
        Guarded(Expansion("expansion-lwf", ArmGroup.Hold, Every("count: 4")), "{inputs: Same, temperature: 2}"),
        Guarded(Expansion("expansion-guard-own-every-4", ArmGroup.Hold, Every("count: 4")), "{inputs: Own, instructions: [Q, R, S, T, U, V, W, X], everySteps: 4}") with { GuardShare = 0.25 },
        Guarded(Expansion("expansion-gate-guard-own", ArmGroup.Hold, Every("count: 4", gate: "Input")), OwnGuard),
        Guarded(new("lora-guard-own", ArmGroup.Hold, LoraAll), OwnGuard) with { Studies = Study.Main | Study.Heterogeneity, QuickRate = 1e-2 },
        Guarded(new("full-guard-own", ArmGroup.Hold, "{full: {}}"), OwnGuard) with { QuickRate = 1e-3 },

        Expansion("expansion-double-steps", ArmGroup.Control, Every("count: 4")) with { Training = With("maxSteps", "30", "epochs", "30") },
        new("lora-double-steps", ArmGroup.Control, LoraAll) { Training = With("maxSteps", "30", "epochs", "30") },
    ];

    private static Arm Expansion(string name, ArmGroup group, string method) => new(name, group, method);

    private static Arm Guarded(Arm arm, string guard) => arm with { Guard = guard, GuardShare = 1 };

    private static string Every(string blocks, string gate = "None") =>
        $"{{blockExpansion: {{blocks: {{{blocks}}}, gate: {gate}, importance: {(blocks.Contains("Importance", StringComparison.Ordinal) ? "Gradient" : "None")}, allocation: {{policy: All}}}}}}";

    private static string Some(string policy, string importance, string more = "") =>
        $"{{blockExpansion: {{blocks: {{count: 4}}, importance: {importance}, allocation: {{policy: {policy}{(more.Length == 0 ? "" : ", " + more)}}}}}}}";

    private static Dictionary<string, string> With(params ReadOnlySpan<string> namesAndValues)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < namesAndValues.Length; i += 2)
        {
            fields[namesAndValues[i]] = namesAndValues[i + 1];
        }

        return fields;
    }
}
