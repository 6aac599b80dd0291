using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Claims;

/// <summary>
/// What the paper (arXiv:2506.05977) says, what our reconstruction says, and what we say of the gate and the guard, each
/// judged from a study's results alone.
/// </summary>
internal static class ClaimList
{
    /// <summary>The arm that stands for the paper's method: each client trains the blocks that it is given.</summary>
    public const string Allocated = "blocks-room-exact";

    /// <summary>The same without allocation.</summary>
    public const string Expansion = "expansion-all";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Claim> Of(StudyResults results) =>
    [
        ModelClaims.FunctionIsPreserved(results),
        PaperClaims.MoreIsRetained(results),
        PaperClaims.DownstreamIsNotWorse(results),
        PaperClaims.ConvergesFaster(results),
        PaperClaims.HeterogeneityForgets(results),
        BlockClaims.AllocationHelps(results, results.Common, "B6", Allocated, BlockClaims.Random),
        BlockClaims.AllocationHelps(
            results, Settings.SlowDevices, "B6, slow", BlockClaims.OverCohort, BlockClaims.RandomOverCohort),
        BlockClaims.PlaceMatters(results),
        BlockClaims.TrainersOnly(results, results.Common, "B8"),
        BlockClaims.TrainersOnly(results, Settings.SlowDevices, "B8, slow"),
        ModelClaims.BypassIsTheBase(results),
        HoldClaims.Of("guard", "self-rehearsal keeps the base", "expansion-guard-own", results),
        HoldClaims.Of("guard, plain", "the same without instructions", "expansion-guard-own-plain", results),
        HoldClaims.Of("guard, sampled", "the same on texts that the base writes", "expansion-guard-sampled", results),
        HoldClaims.Of("gate", "a learned gate keeps the base", "expansion-gate", results),
        HoldClaims.Of("both", "a gate and a guard without instructions keep the base", "expansion-gate-guard-own-plain", results),
    ];
}
