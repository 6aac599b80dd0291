using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Says who trains which new block in a round.</summary>
internal sealed class RoundAssignments(CheckpointManifests manifests)
{
    /// <summary>
    /// What each client of a round trains, in ordinal order of the clients; null where everyone trains everything. The last round's
    /// assignment stays until it is due to be made anew, or other clients take part.
    /// </summary>
    public async Task<IReadOnlyList<ClientAssignment>?> FindAsync(
        FederatedRunSpec spec, RunState state, IReadOnlyList<ClientId> cohort, CancellationToken cancellationToken)
    {
        if (spec.Method.BlockExpansion is not { } expansion
            || await manifests.FindAsync(state.Committed, cancellationToken) is not { Value: { Expansion: { } last } checkpoint })
        {
            return null;
        }

        var isSame = last.Assignments.Select(assigned => assigned.ClientId).SequenceEqual(cohort);
        return isSame && !AllocationRounds.IsAllocated(expansion, state.Committed.Next)
            ? last.Assignments
            : Assign(spec, expansion, checkpoint, last, cohort);
    }

    private static IReadOnlyList<ClientAssignment> Assign(
        FederatedRunSpec spec,
        BlockExpansionMethodSpec expansion,
        CheckpointManifest checkpoint,
        BlockExpansionState last,
        IReadOnlyList<ClientId> cohort)
    {
        BlockId[] all = [.. last.Positions.Select((_, number) => BlockNames.Expanded(number))];
        return [.. cohort.Select(client => new ClientAssignment { ClientId = client, Blocks = all })];
    }
}
