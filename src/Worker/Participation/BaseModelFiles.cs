using System.Security.Cryptography;
using System.Text;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Participation;

/// <summary>The identity of a base model: what its files hold, not where they lie.</summary>
internal static class BaseModelFiles
{
    private const string Weights = "model.safetensors";
    private static readonly string[] Patterns = ["config.json", "*.safetensors", "*.safetensors.index.json", "tokenizer*"];

    /// <summary>
    /// SHA-256 over one line for each file that makes up the model, in ordinal order of the names: the file's own SHA-256, two
    /// spaces, its name, a line feed (as sha256sum prints them).
    /// </summary>
    public static string Sha256(string folder)
    {
        var names = Patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern))
            .Select(path => Path.GetFileName(path))
            .Distinct()
            .Order(StringComparer.Ordinal);
        var lines = string.Concat(names.Select(name => $"{Sha256OfFile(Path.Combine(folder, name))}  {name}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
    }

    /// <summary>Checks <c>spec.model.revision</c> where it is given.</summary>
    /// <exception cref="RunFailedException">The weights have another SHA-256 (FK9008), or there are none (FK9002).</exception>
    public static void RequireRevision(string folder, string? revision)
    {
        if (revision is null)
        {
            return;
        }

        var path = Path.Combine(folder, Weights);
        if (!File.Exists(path))
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound, $"{path} was not found, but spec.model.revision names its SHA-256: complete the folder.");
        }

        var found = Sha256OfFile(path);
        if (!string.Equals(found, revision, StringComparison.OrdinalIgnoreCase))
        {
            throw new RunFailedException(
                ExitCodes.CorruptCheckpoint,
                $"{path} has SHA-256 {found}; spec.model.revision wants {revision}: fetch that revision or correct the manifest.");
        }
    }

    private static string Sha256OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
