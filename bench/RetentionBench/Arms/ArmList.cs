namespace FedK8s.RetentionBench.Arms;

/// <summary>
/// Every arm, a line each. One that this build refuses is named in the tables with the refusal, and runs once it is accepted:
/// results are kept for each trial, so that only what is new is run.
/// </summary>
internal static class ArmList
{
    private const string Linears = "[q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]";
    private const string LoraAll = $"{{lora: {{rank: 4, alpha: 8, targetModules: {Linears}}}}}";
    private const string LoraFrozenA = $"{{lora: {{rank: 4, alpha: 8, targetModules: {Linears}, freezeA: true}}}}";
    private const string LoraOwnRank = $"{{lora: {{rank: 4, alpha: 8, targetModules: {Linears}, perClientRank: Auto}}}}";
    private const string LoraQueryValue = "{lora: {rank: 4, alpha: 8, targetModules: [q_proj, v_proj]}}";
    private const string OwnInputs = "inputs: Own, instructions: [Q, R, S, T, U, V, W, X]";
    private const string Own = $"{{{OwnInputs}}}";
    private const string Same = "{inputs: Same, temperature: 2}";
    private const string OverCohort = "{absentBlocks: Unchanged}";
    private const string Momentum = "{serverMomentum: 0.5}";
    private const string Four = "count: 4";
    private const string TwoByImportance = "count: 2, positions: Importance";

    // Seconds in which the slowest device has time for any one block, or for the two topmost; by the median it has time for none.
    private const string Room = ", roundSeconds: 2.2";
    private const string Rehearsed = "expansion-guard-own";

    private static readonly Dictionary<string, string> _doubleSteps = With("maxSteps", "30", "epochs", "30");

    private const Study Everywhere =
        Study.Main | Study.Quick | Study.Heterogeneity | Study.Disjoint | Study.Participation | Study.Sequence;

    private const Study Alone = Study.Main | Study.SlowDevices;

    private const Study Texts = Study.Main | Study.Corpora;

    /// <summary>In the tables' order.</summary>
    public static IReadOnlyList<Arm> All { get; } =
    [
        new("full", ArmGroup.Full, "{full: {}}") { Studies = Everywhere | Texts },

        new("lora-qv", ArmGroup.Peft, LoraQueryValue),
        new("lora-all", ArmGroup.Peft, LoraAll) { Studies = Everywhere | Texts },
        new("adapter", ArmGroup.Peft, "{adapter: {bottleneck: 16}}") { Studies = Study.Main | Study.Disjoint },
        new("ffa-lora", ArmGroup.Peft, LoraFrozenA),
        new("flora", ArmGroup.Peft, LoraAll) { Aggregation = "{strategy: Flora}" },
        new("hetlora", ArmGroup.Peft, LoraOwnRank) { Aggregation = "{strategy: HetLora}", KnowsDevices = true },
        new("lora-fedprox", ArmGroup.Peft, LoraAll) { Training = With("proximalMu", "0.01"), RateOf = "lora-all" },
        new("lora-l2sp", ArmGroup.Peft, LoraAll) { Training = With("l2Sp", "0.01"), RateOf = "lora-all" },
        Guarded("lora-lwf", LoraAll, Same) with { Group = ArmGroup.Peft, RateOf = null },

        new("expansion-all", ArmGroup.Expansion, Expansion(Four)) { Studies = Everywhere | Texts },

        Allocated("blocks-exact", "Exact", "Gradient") with { RateOf = null },
        Allocated("blocks-random", "Random", "None"),
        Allocated("blocks-room-exact", "Exact", "Gradient", Room) with { Studies = Alone },
        Allocated("blocks-room-random", "Random", "None", Room) with { Studies = Alone },
        Allocated("blocks-room-capability", "Capability", "None", Room),
        Allocated("blocks-room-fisher", "Exact", "Fisher", Room),
        Allocated("blocks-room-taylor", "Exact", "Taylor", Room),
        Allocated("blocks-room-delta", "Exact", "Delta", Room),
        Allocated("blocks-room-coverage", "Exact", "Gradient", $"{Room}, coverageWeight: 1"),
        Allocated("blocks-room-coverage-alone", "Exact", "None", $"{Room}, coverageWeight: 1"),
        Allocated("blocks-room-static", "Exact", "Gradient", $"{Room}, reallocateEvery: 1000"),
        Allocated("blocks-room-every-round", "Exact", "Gradient", $"{Room}, reallocateEvery: 1"),
        Allocated("blocks-room-random-every-round", "Random", "None", $"{Room}, reallocateEvery: 1"),
        Allocated("blocks-importance-2-room-exact", "Exact", "Gradient", Room, TwoByImportance) with { Studies = Alone },
        Allocated("blocks-importance-2-room-random", "Random", "None", Room, TwoByImportance) with { Studies = Alone },
        Allocated("blocks-room-over-cohort", "Exact", "Gradient", Room) with { Aggregation = OverCohort, Studies = Alone },
        Allocated("blocks-room-random-over-cohort", "Random", "None", Room) with { Aggregation = OverCohort, Studies = Alone },
        Allocated("blocks-room-taylor-over-cohort", "Exact", "Taylor", Room) with { Aggregation = OverCohort, Studies = Study.SlowDevices },
        Allocated("blocks-room-coverage-over-cohort", "Exact", "None", $"{Room}, coverageWeight: 1") with
        {
            Aggregation = OverCohort,
            Studies = Study.SlowDevices,
        },
        Allocated("blocks-room-exact-quarter-rate", "Exact", "Gradient", Room) with
        {
            Training = With("learningRate", "0.0005"),
            Studies = Study.SlowDevices,
        },

        Placed("place-uniform-1", "count: 1"),
        Placed("place-uniform-2", "count: 2") with { Studies = Texts },
        Placed("place-importance-1", "count: 1, positions: Importance"),
        Placed("place-importance-2", TwoByImportance) with { Studies = Texts },
        Placed("place-top-1", "count: 1, positions: Top"),
        Placed("place-top-2", "count: 2, positions: Top"),
        Placed("place-bottom-1", "count: 1, positions: Bottom"),
        Placed("place-bottom-2", "count: 2, positions: Bottom"),
        Placed("place-random-2", "count: 2, positions: Random"),

        Gated("expansion-gate", "Input") with { RateOf = null, Studies = (Everywhere | Texts) & ~Study.Sequence }, // no model with a gate can be folded
        Gated("expansion-gate-first", "First"),
        Gated("expansion-gate-token", "Token") with { Studies = Texts },
        Gated("expansion-gate-mean", "Mean") with { Studies = Texts },
        Guarded(Rehearsed, Expansion(Four), Own) with { RateOf = null, Studies = Everywhere },
        Guarded("expansion-guard-random", Expansion(Four), "{inputs: Random}") with { Studies = Texts },
        Guarded("expansion-guard-sampled", Expansion(Four), "{inputs: Sampled}") with { Studies = Texts },
        Guarded("expansion-guard-own-plain", Expansion(Four), "{inputs: Own}") with { Studies = Texts },
        Guarded("expansion-guard-own-plain-every-4", Expansion(Four), "{inputs: Own, everySteps: 4}") with { GuardShare = 0.25 },
        Guarded("expansion-guard-own-every-4", Expansion(Four), $"{{{OwnInputs}, everySteps: 4}}") with { GuardShare = 0.25 },
        Guarded("expansion-guard-own-every-4-x4", Expansion(Four), $"{{{OwnInputs}, everySteps: 4, weight: 4}}") with { GuardShare = 0.25 },
        Guarded("place-importance-2-guard-own", Expansion(TwoByImportance), Own),
        Guarded("place-importance-2-guard-own-plain-every-4", Expansion(TwoByImportance), "{inputs: Own, everySteps: 4}") with
        {
            GuardShare = 0.25,
        },
        Guarded("expansion-lwf", Expansion(Four), Same),
        Guarded("expansion-gate-guard-own", Expansion(Four, "Input"), Own),
        Guarded("expansion-gate-guard-own-plain", Expansion(Four, "Input"), "{inputs: Own}") with { Studies = Texts },
        Guarded("expansion-gate-guard-own-plain-every-4", Expansion(Four, "Input"), "{inputs: Own, everySteps: 4}") with { GuardShare = 0.25 },
        Gated("place-importance-2-gate", "Input", TwoByImportance),
        Guarded("place-importance-2-gate-guard-own-plain", Expansion(TwoByImportance, "Input"), "{inputs: Own}") with { Studies = Texts },
        Guarded("place-importance-2-gate-guard-own-plain-every-4", Expansion(TwoByImportance, "Input"), "{inputs: Own, everySteps: 4}") with
        {
            GuardShare = 0.25,
        },
        Guarded("lora-guard-own", LoraAll, Own) with { RateOf = null, Studies = Study.Main | Study.Heterogeneity },
        Guarded("full-guard-own", "{full: {}}", Own) with { RateOf = null },
        Guarded("lora-guard-sampled", LoraAll, "{inputs: Sampled}") with { RateOf = null, Studies = Study.Corpora },
        Guarded("full-guard-sampled", "{full: {}}", "{inputs: Sampled}") with { RateOf = null, Studies = Study.Corpora },
        Allocated("blocks-exact-guard-own", "Exact", "Gradient") with { Group = ArmGroup.Hold, Guard = Own, GuardShare = 1, RateOf = Rehearsed },

        Varied("full-momentum", "full", "{full: {}}") with { Aggregation = Momentum },
        Varied("lora-momentum", "lora-all", LoraAll) with { Aggregation = Momentum },
        Varied("expansion-momentum", "expansion-all", Expansion(Four)) with { Aggregation = Momentum },
        Allocated("blocks-room-momentum", "Exact", "Gradient", Room) with { Group = ArmGroup.Control, Aggregation = Momentum },
        Varied("full-double-steps", "full", "{full: {}}") with { Training = _doubleSteps },
        Varied("lora-double-steps", "lora-all", LoraAll) with { Training = _doubleSteps, Studies = Texts },
        Varied("expansion-double-steps", "expansion-all", Expansion(Four)) with { Training = _doubleSteps, Studies = Texts },
    ];

    private static Arm Allocated(string name, string policy, string importance, string more = "", string blocks = Four) => new(
        name,
        ArmGroup.Allocation,
        $"{{blockExpansion: {{blocks: {{{blocks}}}, importance: {importance}, allocation: {{policy: {policy}{more}}}}}}}")
    {
        KnowsDevices = true,
        RateOf = "blocks-exact",
    };

    private static Arm Placed(string name, string blocks) => new(name, ArmGroup.Placement, Expansion(blocks)) { RateOf = "expansion-all" };

    private static Arm Gated(string name, string gate, string blocks = Four) =>
        new(name, ArmGroup.Hold, Expansion(blocks, gate)) { RateOf = "expansion-gate" };

    private static Arm Guarded(string name, string method, string guard) =>
        new(name, ArmGroup.Hold, method) { Guard = guard, GuardShare = 1, RateOf = Rehearsed };

    private static Arm Varied(string name, string of, string method) => new(name, ArmGroup.Control, method) { RateOf = of };

    private static string Expansion(string blocks, string gate = "None") =>
        $"{{blockExpansion: {{blocks: {{{blocks}}}, gate: {gate}, allocation: {{policy: All}}}}}}";

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
