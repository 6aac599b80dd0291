using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Says who trains what in a round: which new blocks, or which rank.</summary>
internal sealed class RoundAssignments(
    CheckpointManifests manifests, ClientFacts facts, RunMemory memory, RunView view, ILogger<RoundAssignments> log)
{
    // Measured in docs/results/retention.md: with five of eight trainers for each block all was well, with two or three it was not.
    private const double LeastTrainerShare = 0.5;

    /// <summary>
    /// What each client of a round trains, in ordinal order of the clients; null where everyone trains everything. The last round's
    /// assignment stays until it is due to be made anew, or other clients take part. A client that can train nothing in time is left out.
    /// </summary>
    public async Task<IReadOnlyList<ClientAssignment>?> FindAsync(
        FederatedRunSpec spec, RunState state, IReadOnlyList<ClientId> cohort, CancellationToken cancellationToken)
    {
        if (spec.Method.Lora is { } lora)
        {
            return ClientRanks.Of(spec, lora, cohort, view.Clients);
        }

        if (spec.Method.BlockExpansion is not { } expansion
            || await manifests.FindAsync(state.Committed, cancellationToken) is not { Value: { Expansion: { } last } checkpoint })
        {
            return null;
        }

        var round = state.Committed.Next;
        var isSame = last.Assignments.Select(assigned => assigned.ClientId).SequenceEqual(cohort);
        return isSame && !AllocationRounds.IsAllocated(expansion, round)
            ? last.Assignments
            : Assign(Problem(spec, expansion, checkpoint, last, cohort, round), spec);
    }

    private ClientAssignment[] Assign(AssignmentProblem problem, FederatedRunSpec spec)
    {
        var assigned = BlockAssigner.Assign(problem);
        log.Assigned(
            memory.RunId, problem.Round, assigned.Clients.Sum(client => client.Blocks.Count), assigned.Clients.Count(client => !client.IsSkipped));
        if (assigned.Uncovered.Count > 0)
        {
            log.Uncovered(memory.RunId, problem.Round, string.Join(", ", assigned.Uncovered));
        }

        var share = assigned.MeanTrainerShare(problem.Network.Blocks.Count);
        if (share < LeastTrainerShare && spec.Aggregation.AbsentBlocks == AbsentBlocks.LeftOut)
        {
            log.FewTrainers(memory.RunId, problem.Round, share);
        }

        var steps = problem.Clients.ToDictionary(client => client.ClientId, client => client.StepCount);
        ClientAssignment[] trained = [.. assigned.Clients.Where(client => !client.IsSkipped).Select(Of)];
        if (trained.Length >= spec.Rounds.MinClients)
        {
            return trained;
        }

        // A round that could not have its quorum would help nobody: those who are too slow for one block train one for one step.
        log.TooSlow(memory.RunId, problem.Round, assigned.Clients.Count - trained.Length);
        BlockId[] cheapest = [BlockNames.Expanded(problem.Network.Blocks.Count - 1)];
        return [.. assigned.Clients.Select(client => client.IsSkipped
            ? new ClientAssignment { ClientId = client.ClientId, Blocks = cheapest, MaxSteps = 1 }
            : Of(client))];

        ClientAssignment Of(BlockAssignment client) => new()
        {
            ClientId = client.ClientId,
            Blocks = [.. client.Blocks.Select(BlockNames.Expanded)],
            MaxSteps = client.StepCount < steps[client.ClientId] ? client.StepCount : null,
            PredictedSeconds = client.Seconds,
        };
    }

    private AssignmentProblem Problem(
        FederatedRunSpec spec,
        BlockExpansionMethodSpec expansion,
        CheckpointManifest checkpoint,
        BlockExpansionState last,
        IReadOnlyList<ClientId> cohort,
        RoundNumber round)
    {
        var sizes = SizesOf(checkpoint, last.Positions.Count);
        var network = new ExpandedNetwork(
            last.BaseBlockCount,
            [.. last.Positions.Zip(sizes, (position, size) => new InsertedBlock(position, size, size * ClientFacts.BytesPerWeight))])
        {
            BaseByteCount = last.BaseByteCount,
            ActivationBytesPerBlock = last.ActivationByteCount,
            StateBytesPerParameter = ClientFacts.StateBytes(spec.LocalTraining),
        };
        var changed = last.Assignments.Count == 0
            ? network.Blocks
            : [.. network.Blocks.Where((_, number) => last.Assignments.Any(client => IsTrained(client, number)))];
        return new()
        {
            Network = network,
            Rules = expansion.Allocation,
            BatchesPerStep = spec.LocalTraining.GradientAccumulation,
            RunSeed = spec.LocalTraining.Seed,
            Round = round,
            Clients = [.. cohort.Select(client => ClientOf(spec, last, client, changed.Sum(block => block.ByteCount)))],
        };
    }

    private static bool IsTrained(ClientAssignment client, int number) => client.Blocks?.Contains(BlockNames.Expanded(number)) == true;

    private AssignableClient ClientOf(FederatedRunSpec spec, BlockExpansionState last, ClientId client, long changedBytes) =>
        facts.Of(spec, client) with
        {
            DownloadByteCount = changedBytes,
            Importances = last.Importance.FirstOrDefault(
                found => found.ClientId == client && found.Values.Count == last.Positions.Count)?.Values,
        };

    private static long[] SizesOf(CheckpointManifest checkpoint, int count)
    {
        var sizes = new long[count];
        foreach (var tensor in checkpoint.Files.SelectMany(file => file.Tensors))
        {
            if (BlockNames.FindExpanded(tensor.Name) is { } number && number < count)
            {
                sizes[number] += tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension);
            }
        }

        return sizes;
    }
}
