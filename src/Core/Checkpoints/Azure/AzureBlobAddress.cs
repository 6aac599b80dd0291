using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// An <c>az://CONTAINER/PREFIX</c> address of a spec. Which account it is in, and how one is let in, the environment
/// says (<see cref="AzureAccount"/>), so that a manifest holds no secrets and moves between accounts.
/// </summary>
/// <param name="Container">3 to 63 lower-case letters, digits and single hyphens.</param>
/// <param name="Prefix">Where in the container, without a slash at either end; empty for all of it.</param>
public sealed record AzureBlobAddress(string Container, string Prefix)
{
    private const string Scheme = "az://";
    private const int ShortestContainer = 3;
    private const int LongestContainer = 63;

    /// <summary>The parts of an address; null where it is none of this kind.</summary>
    public static AzureBlobAddress? Find(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = address[Scheme.Length..].Split('/', 2);
        var prefix = parts.Length == 2 ? parts[1].TrimEnd('/') : "";
        return IsContainer(parts[0]) && (prefix.Length == 0 || BlobPathRules.IsValid(new BlobPath(prefix)))
            ? new(parts[0], prefix)
            : null;
    }

    /// <summary>The address as a spec writes it.</summary>
    public override string ToString() => Prefix.Length == 0 ? $"{Scheme}{Container}" : $"{Scheme}{Container}/{Prefix}";

    private static bool IsContainer(string name) =>
        name.Length is >= ShortestContainer and <= LongestContainer
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
}
