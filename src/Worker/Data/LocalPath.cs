using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Worker.Data;

/// <summary>Where a storage URI lies on this machine.</summary>
internal static class LocalPath
{
    /// <summary>The absolute path of a <c>file://</c> URI; nothing need be there.</summary>
    /// <exception cref="RunFailedException">The URI has another scheme or is relative (FK9001).</exception>
    public static string Of(string storageUri) =>
        FileAddress.FindPath(storageUri) is { } path && Path.IsPathFullyQualified(path)
            ? path
            : throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"storageUri {storageUri} is not a file:// URI with an absolute path; this version reads no other: "
                + "copy the data here.");
}
