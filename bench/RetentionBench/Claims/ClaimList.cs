using FedK8s.RetentionBench.Studies;

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
        BlockClaims.AllocationHelps(results),
        BlockClaims.PlaceMatters(results),
        BlockClaims.TrainersOnly(results),
        ModelClaims.BypassIsTheBase(results),
        HoldClaims.Of("guard", "self-rehearsal keeps the base", "expansion-guard-own", results),
        HoldClaims.Of("gate", "a learned gate keeps the base", "expansion-gate", results),
    ];
}
