namespace FedK8s.Core.Files;

/// <summary>
/// A <c>file://</c> address of a spec: the scheme and then a path as the file system knows it, character by character. It is
/// not a URI in which <c>%20</c> is a blank and <c>#</c> an end, so that every file has an address and finds its way back.
/// </summary>
public static class FileAddress
{
    private const string Scheme = "file://";

    /// <summary>The address of a path, which is made absolute.</summary>
    public static string Of(string path) => Scheme + Path.GetFullPath(path);

    /// <summary>The path behind the scheme, as it is written; null where the address is of another scheme or no path.</summary>
    public static string? FindPath(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.StartsWith(Scheme, StringComparison.Ordinal) && address.Length > Scheme.Length && !address.Contains('\0')
            ? address[Scheme.Length..]
            : null;
    }
}
