using FedK8s.Contracts.Identity;
using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Trials;

/// <summary>What a run took up to a round.</summary>
/// <param name="Bytes">Up and down, of all clients.</param>
/// <param name="TrainingSeconds">Measured here.</param>
/// <param name="SimulatedSeconds">See <see cref="RoundCost"/>; a round takes as long as its slowest client.</param>
internal sealed record RunTotals(long Bytes, double TrainingSeconds, double SimulatedSeconds)
{
    /// <summary>By round, from 0, where nothing was spent.</summary>
    /// <param name="rounds">In order.</param>
    /// <param name="clients">All that take part, and what they are.</param>
    /// <param name="guardShare">See <see cref="ClientLoad.GuardShare"/>.</param>
    /// <param name="shape">The base model's.</param>
    public static IReadOnlyDictionary<int, RunTotals> Of(
        IReadOnlyList<RoundRecord> rounds, IReadOnlyDictionary<ClientId, DeviceClass> clients, double guardShare, ModelShape shape)
    {
        var fetched = clients.Keys.ToDictionary(client => client, _ => new HashSet<string>());
        var totals = new RunTotals(0, 0, 0);
        var byRound = new Dictionary<int, RunTotals> { [0] = totals };
        foreach (var round in rounds)
        {
            var loads = round.Updates
                .Select(sent => (sent.Client, Load: LoadOf(sent.Update, round.Start, fetched[sent.Client], guardShare, shape.Layers)))
                .ToArray();
            totals = new(
                totals.Bytes + loads.Sum(client => client.Load.BytesUp + client.Load.BytesDown),
                round.TrainingSeconds,
                totals.SimulatedSeconds + loads.Max(client => RoundCost.Seconds(client.Load, clients[client.Client])));
            byRound[round.Number] = totals;
        }

        return byRound;
    }

    // Without new blocks everything is trained through all of the base; what is not the whole base is added to it.
    private static ClientLoad LoadOf(UpdateRecord update, RoundStart? start, HashSet<string> fetched, double guardShare, int baseLayers)
    {
        var positions = start?.Positions ?? [];
        var layers = start?.Layers ?? baseLayers;
        var isExpansion = update.NewBlocks.Count > 0;
        var isFull = !isExpansion && update.TrainedBlocks >= layers;
        return new()
        {
            Steps = update.Steps,
            BaseBlocks = layers,
            Blocks = layers + positions.Count,
            BackwardDepth = isExpansion
                ? RoundCost.DepthOf(layers, positions, update.NewBlocks.Min(block => positions[block]))
                : layers,
            TrainedBlocks = update.TrainedBlocks,
            AddedBlocks = isExpansion || isFull ? 0 : update.TrainedBlocks,
            GuardShare = guardShare,
            BytesUp = update.Bytes,
            BytesDown = start?.Files.Where(file => fetched.Add(file.Blob.Sha256)).Sum(file => file.Blob.Length) ?? 0,
        };
    }
}
