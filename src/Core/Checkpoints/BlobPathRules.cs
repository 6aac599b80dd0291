using FedK8s.Contracts.Manifests;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Checkpoints;

/// <summary>
/// Which paths a store takes. Paths arrive in other parties' manifests, so every store asks here before it touches
/// anything: no path leads out of the store, and none means two things on different systems.
/// </summary>
public static class BlobPathRules
{
    /// <summary>The most characters a path may have; Azure Blob's limit for names.</summary>
    public const int MaximumLength = 1024;

    /// <summary>The most characters between two slashes; file systems take 255, of which temporary names need
    /// some.</summary>
    public const int MaximumSegmentLength = 200;

    /// <summary>Whether a store takes the path: see <see cref="BlobPath"/>.</summary>
    public static bool IsValid(BlobPath path) =>
        path.Value is { Length: > 0 and <= MaximumLength } value && value.Split('/').All(IsValidSegment);

    /// <exception cref="InvalidDataException">No store takes the path.</exception>
    public static void Require(BlobPath path)
    {
        if (!IsValid(path))
        {
            throw new InvalidDataException(
                $"'{PrintableText.Of(path.Value ?? "")}' is not a blob's path; wanted names of letters, digits, '.', '_' and '-' joined by '/', "
                + "none of them '.' or '..': refuse whoever sent it.");
        }
    }

    private static bool IsValidSegment(string segment) =>
        segment.Length is > 0 and <= MaximumSegmentLength
        && segment is not ("." or "..")
        && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
