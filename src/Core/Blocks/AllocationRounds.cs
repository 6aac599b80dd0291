using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Blocks;

/// <summary>
/// When blocks are assigned anew. Clients rate the blocks in rounds 1, 1 + T_a, 1 + 2 T_a, ... along with their training, and the round after
/// each of these assigns by what they found; round 1 itself takes all blocks for alike. Nobody has to be asked twice in a round (our choice).
/// </summary>
public static class AllocationRounds
{
    /// <summary>Whether clients rate the blocks in this round.</summary>
    public static bool IsMeasured(BlockExpansionMethodSpec expansion, RoundNumber round)
    {
        ArgumentNullException.ThrowIfNull(expansion);
        return NeedsImportance(expansion) && (round.Value - 1) % expansion.Allocation.ReallocateEvery == 0;
    }

    /// <summary>Whether this round's assignment is made anew, also where nobody joined or left.</summary>
    public static bool IsAllocated(BlockExpansionMethodSpec expansion, RoundNumber round)
    {
        ArgumentNullException.ThrowIfNull(expansion);
        return round.Value == 1 || (round.Value - 2) % expansion.Allocation.ReallocateEvery == 0;
    }

    private static bool NeedsImportance(BlockExpansionMethodSpec expansion) =>
        expansion.Importance != ImportanceKind.None
        && expansion.Allocation.Policy is AllocationPolicy.Exact or AllocationPolicy.Greedy;
}
