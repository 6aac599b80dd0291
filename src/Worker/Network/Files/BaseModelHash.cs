using System.Security.Cryptography;
using System.Text;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;

namespace FedK8s.Worker.Network.Files;

/// <summary>
/// The identity of a base model's weights. For one file it is the SHA-256 of model.safetensors, what <c>sha256sum</c>
/// prints; for shards, that of the list that <c>sha256sum</c> prints for them, in the ordinal order of their names.
/// </summary>
internal static class BaseModelHash
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    /// <exception cref="RunFailedException">FK9002: the folder holds no weights.</exception>
    public static async Task<string> OfAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, TensorSource.FileName);
        if (File.Exists(file))
        {
            return await OfFileAsync(file, cancellationToken).ConfigureAwait(false);
        }

        var list = new StringBuilder();
        foreach (var shard in Shards(folder))
        {
            var hash = await OfFileAsync(shard, cancellationToken).ConfigureAwait(false);
            list.Append(hash).Append("  ").Append(Path.GetFileName(shard)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list.ToString())));
    }

    /// <summary>Checks <c>spec.model.revision</c>.</summary>
    /// <param name="folder">Named in the message.</param>
    /// <param name="found">What <see cref="OfAsync"/> gave.</param>
    /// <param name="revision">What the manifest wants; null for no wish.</param>
    /// <exception cref="RunFailedException">FK9008: it is another model.</exception>
    public static void Require(string folder, string found, string? revision)
    {
        if (revision is not null && !string.Equals(found, revision, StringComparison.OrdinalIgnoreCase))
        {
            throw new RunFailedException(ExitCodes.CorruptCheckpoint,
                $"{folder}: the weights' SHA-256 is {found}, wanted {revision} (spec.model.revision); " +
                "fetch that revision or correct the field.");
        }
    }

    private static string[] Shards(string folder)
    {
        var shards = Directory.Exists(folder) ? Directory.GetFiles(folder, "model-*.safetensors") : [];
        return shards.Length == 0
            ? throw new RunFailedException(ExitCodes.FileNotFound,
                $"{folder}: no {TensorSource.FileName} and no shards of it; check spec.model.storageUri.")
            : [.. shards.OrderBy(Path.GetFileName, StringComparer.Ordinal)];
    }

    private static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
