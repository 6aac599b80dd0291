namespace FedK8s.Cli.Manifests;

/// <summary>The <c>file://</c> addresses of a manifest as paths on this machine.</summary>
internal static class LocalAddress
{
    private const string Scheme = "file://";

    /// <summary>The address of a path.</summary>
    public static string Of(string path) => Scheme + Path.GetFullPath(path);

    /// <summary>The absolute path of <paramref name="address"/>, or null where it is of another scheme.</summary>
    /// <param name="address">An address of a spec.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    public static string? ToPath(string address, string folder) =>
        address.StartsWith(Scheme, StringComparison.Ordinal) && address.Length > Scheme.Length
            ? Path.GetFullPath(address[Scheme.Length..], folder)
            : null;
}
