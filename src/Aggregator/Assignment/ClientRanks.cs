using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// Which LoRA rank each client trains. Auto is our choice: HetLoRA (arXiv:2401.06432) only says that ranks follow what devices can do.
/// </summary>
internal static class ClientRanks
{
    /// <summary>The cohort's ranks, in its order; null where everyone trains the run's.</summary>
    /// <param name="spec">A valid spec of a run with <c>method.lora</c>.</param>
    /// <param name="lora">The method.</param>
    /// <param name="cohort">Who trains.</param>
    /// <param name="joined">What is known of clients; null of those whose document cannot be read.</param>
    public static IReadOnlyList<ClientAssignment>? Of(
        FederatedRunSpec spec, LoraMethodSpec lora, IReadOnlyList<ClientId> cohort, IReadOnlyDictionary<ClientId, JoinedClient?> joined)
    {
        if (lora.PerClientRank == PerClientRank.Fixed && spec.Clients.All(client => client.Rank is null))
        {
            return null;
        }

        var rank = lora.Rank ?? LoraMethodSpec.DefaultRank;
        var clients = spec.Clients.ToDictionary(client => new ClientId(client.Name));
        var shares = lora.PerClientRank == PerClientRank.Auto ? Shares(clients, joined) : [];
        return
        [
            .. cohort.Select(client => new ClientAssignment
            {
                ClientId = client,
                Rank = clients.GetValueOrDefault(client)?.Rank ?? Part(rank, shares.GetValueOrDefault(client, 1)),
            }),
        ];
    }

    // To the nearest: what is measured differs a little from one time to the next.
    private static int Part(int rank, double share) => Math.Max(1, (int)Math.Round(rank * share, MidpointRounding.AwayFromZero));

    // Of the fastest client's steps per second, and of the largest memory: whichever is less. A client of which neither is known can
    // do all. Memory counts where it is declared: what is free on a machine changes by the minute.
    private static Dictionary<ClientId, double> Shares(
        Dictionary<ClientId, ClientSpec> clients, IReadOnlyDictionary<ClientId, JoinedClient?> joined)
    {
        var seconds = Known(client =>
            clients[client].Capability?.StepSeconds ?? joined.GetValueOrDefault(client)?.Capability.StepSeconds);
        var memories = Known(client => clients[client].Capability?.MemoryGiB);
        var (fastest, largest) = (seconds.Values.DefaultIfEmpty().Min(), memories.Values.DefaultIfEmpty().Max());
        return clients.Keys.ToDictionary(client => client, client => Math.Min(
            seconds.TryGetValue(client, out var own) ? fastest / own : 1,
            memories.TryGetValue(client, out var memory) ? memory / largest : 1));

        Dictionary<ClientId, double> Known(Func<ClientId, double?> find) => clients.Keys
            .Select(client => (Client: client, Value: find(client)))
            .Where(found => found.Value > 0)
            .ToDictionary(found => found.Client, found => found.Value!.Value); // not null: above 0
    }
}
