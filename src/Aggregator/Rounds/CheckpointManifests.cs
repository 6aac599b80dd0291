using System.Collections.Concurrent;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>The manifests of checkpoints, each read once or kept as it was written: they never change.</summary>
internal sealed class CheckpointManifests(RunStore store)
{
    private readonly ConcurrentDictionary<RoundNumber, Stored<CheckpointManifest>> _known = [];

    /// <summary>The manifest, or null where there is none (any more).</summary>
    public async Task<Stored<CheckpointManifest>?> FindAsync(RoundNumber round, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(round, out var known))
        {
            return known;
        }

        var found = await store.FindAsync<CheckpointManifest>(RunPaths.CheckpointManifest(round), cancellationToken);
        if (found is not null)
        {
            Keep(found);
        }

        return found;
    }

    /// <summary>Keeps what is in the store.</summary>
    public void Keep(Stored<CheckpointManifest> manifest) => _known[manifest.Value.Round] = manifest;

    /// <summary>What is gone from the store is not asked for any more.</summary>
    public void Forget(RoundNumber round) => _known.TryRemove(round, out _);
}
