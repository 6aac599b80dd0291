using System.Security.Cryptography;
using Azure.Storage.Blobs;

namespace FedK8s.Chaos.Runs;

/// <summary>What lies in a run's store: the SHA-256 of each blob by its path.</summary>
internal sealed class StoreContent(IReadOnlyDictionary<string, string> blobs)
{
    private static readonly string FinalCheckpoint = $"checkpoints/{Federation.Rounds:D6}/";

    // These tell when and how a run went; the others, what came of it.
    private static readonly string[] OfTheWay = ["run.json", "state.json", "activity.json", "clients/", "leases/"];

    /// <summary>Reads all of it.</summary>
    public static async Task<StoreContent> ReadAsync(
        BlobContainerClient container, string prefix, CancellationToken cancellationToken)
    {
        var blobs = new Dictionary<string, string>();
        await foreach (var blob in container.GetBlobsAsync(prefix: $"{prefix}/", cancellationToken: cancellationToken))
        {
            var content = await container.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken);
            blobs[blob.Name[(prefix.Length + 1)..]] = Convert.ToHexStringLower(SHA256.HashData(content.Value.Content));
        }

        return new(blobs);
    }

    /// <summary>Reads all of a local run's.</summary>
    public static async Task<StoreContent> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var blobs = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllBytesAsync(file, cancellationToken);
            blobs[Path.GetRelativePath(folder, file)] = Convert.ToHexStringLower(SHA256.HashData(content));
        }

        return new(blobs);
    }

    /// <summary>What this run lost or has otherwise than an undisturbed one; nothing where it came to the same.</summary>
    public IEnumerable<string> Losses(StoreContent undisturbed) =>
        from blob in undisturbed.Results()
        let found = blobs.GetValueOrDefault(blob.Key)
        where found != blob.Value
        select found is null ? $"{blob.Key} is missing" : $"{blob.Key} has other bytes";

    /// <summary>What of the final checkpoint, weights and manifest, is missing here or has other bytes.</summary>
    public IEnumerable<string> CheckpointLosses(StoreContent undisturbed) =>
        Losses(undisturbed).Where(loss => loss.StartsWith(FinalCheckpoint, StringComparison.Ordinal));

    /// <summary>What this run left lying about beside what an undisturbed one leaves.</summary>
    public IEnumerable<string> Leftovers(StoreContent undisturbed) =>
        Results().Select(blob => blob.Key).Except(undisturbed.Results().Select(blob => blob.Key));

    private IEnumerable<KeyValuePair<string, string>> Results() => blobs
        .Where(blob => !OfTheWay.Any(start => blob.Key.StartsWith(start, StringComparison.Ordinal)))
        .Where(blob => !blob.Key.EndsWith("/plan.json", StringComparison.Ordinal))
        .OrderBy(blob => blob.Key, StringComparer.Ordinal);
}
