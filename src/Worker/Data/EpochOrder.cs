using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Determinism;

namespace FedK8s.Worker.Data;

/// <summary>The order in which one pass over the train split takes its examples.</summary>
internal static class EpochOrder
{
    /// <summary>
    /// The numbers from 0 to below <paramref name="count"/>, shuffled by seed, client, round and
    /// <paramref name="epoch"/> (from 0).
    /// </summary>
    public static int[] Of(int count, long seed, ClientId client, RoundNumber round, int epoch)
    {
        var order = Enumerable.Range(0, count).ToArray();
        var epochName = epoch.ToString(CultureInfo.InvariantCulture);
        var random = new SeededRandom(Seeds.Derive(seed, "shuffle", client.Value, round.ToString(), epochName));
        random.Shuffle(order.AsSpan());
        return order;
    }
}
