using FedK8s.Core.Files;

namespace FedK8s.Cli.Manifests;

/// <summary>The <c>file://</c> addresses of a manifest as paths on this machine.</summary>
internal static class LocalAddress
{
    /// <summary>The absolute path of <paramref name="address"/>, or null where it is of another scheme.</summary>
    /// <param name="address">An address of a spec.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    public static string? ToPath(string address, string folder) =>
        FileAddress.FindPath(address) is { } path ? Path.GetFullPath(path, folder) : null;
}
