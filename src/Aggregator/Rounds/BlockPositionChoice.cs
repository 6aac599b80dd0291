using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Places new blocks by what the clients said when they joined.</summary>
internal sealed class BlockPositionChoice(RunView view)
{
    /// <summary>
    /// The base blocks that new ones follow; null where the spec alone decides. A client that says nothing usable has no say, and where none
    /// has, all places are alike to the aggregator and the evaluator spreads the blocks evenly.
    /// </summary>
    public IReadOnlyList<int>? Choose(FederatedRunSpec spec)
    {
        if (spec.Method.BlockExpansion is not { Blocks: { Positions: BlockPositions.Importance } blocks })
        {
            return null;
        }

        var clients = view.Clients.Values.OfType<JoinedClient>().Where(client => client is { PositionImportance.Count: > 0, TrainExampleCount: > 0 });
        var counts = clients.GroupBy(client => client.PositionImportance!.Count).OrderByDescending(group => group.Count()).FirstOrDefault();
        return counts is null
            ? null
            : BlockPlacement.Place(
                blocks,
                counts.Key,
                spec.LocalTraining.Seed,
                BlockScores.Of(
                    [.. counts.Select(client => new ClientImportance(client.ClientId, client.TrainExampleCount, client.PositionImportance!))],
                    counts.Key));
    }
}
