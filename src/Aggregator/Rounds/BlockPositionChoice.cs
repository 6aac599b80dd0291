using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Places new blocks, and finds how many, by what the clients said when they joined.</summary>
internal sealed class BlockPositionChoice(RunView view, ClientFacts facts)
{
    /// <summary>
    /// The base blocks that new ones follow; null where the spec alone decides, or no client has said anything usable. Where none rates
    /// places, all are alike and blocks are spread evenly.
    /// </summary>
    public IReadOnlyList<int>? Choose(FederatedRunSpec spec)
    {
        if (spec.Method.BlockExpansion is not { Blocks: var blocks } expansion || !BlockPlacement.IsUpToClients(blocks))
        {
            return null;
        }

        var alike = view.Clients.Values
            .OfType<JoinedClient>()
            .Where(client => client is { Model.BaseBlockCount: > 0, TrainExampleCount: > 0 })
            .GroupBy(client => client.Model!.BaseBlockCount) // not null: filtered above
            .OrderByDescending(group => group.Count())
            .FirstOrDefault();
        if (alike is null)
        {
            return null;
        }

        var (model, layers) = (alike.First().Model!, alike.Key);
        var scores = ScoresOf(alike.Where(client => client.PositionImportance?.Count == layers), layers);
        var rule = blocks with
        {
            Positions = blocks.Positions == BlockPositions.Importance && scores is null ? BlockPositions.Uniform : blocks.Positions,
        };
        return Place(blocks.Count > 0 ? blocks.Count : FleetBlockCount.Of(
            BlockPlacement.Count(blocks, layers),
            NetworkOf,
            [.. alike.Select(client => facts.Of(spec, client.ClientId))],
            spec.LocalTraining.GradientAccumulation,
            expansion.Allocation.RoundSeconds > 0 ? expansion.Allocation.RoundSeconds : spec.Rounds.DeadlineSeconds));

        IReadOnlyList<int> Place(int count) => BlockPlacement.Place(rule with { Count = count }, layers, spec.LocalTraining.Seed, scores);

        ExpandedNetwork NetworkOf(int count)
        {
            var size = model.BlockParameterCount;
            return new(layers, [.. Place(count).Select(position => new InsertedBlock(position, size, size * ClientFacts.BytesPerWeight))])
            {
                BaseByteCount = model.BaseByteCount,
                ActivationBytesPerBlock = model.ActivationByteCount,
                StateBytesPerParameter = ClientFacts.StateBytes(spec.LocalTraining),
            };
        }
    }

    private static IReadOnlyList<double>? ScoresOf(IEnumerable<JoinedClient> clients, int layers)
    {
        ClientImportance[] ratings =
        [
            .. clients.Select(client => new ClientImportance(client.ClientId, client.TrainExampleCount, client.PositionImportance!)), // not null: filtered
        ];
        return ratings.Length == 0 ? null : BlockScores.Of(ratings, layers);
    }
}
