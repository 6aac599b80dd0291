using FedK8s.Core.Checkpoints.Azure;
using FedK8s.Core.Checkpoints.Cache;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Core.Checkpoints;

/// <summary>Opens the store at an address of a spec.</summary>
public static class BlobStores
{
    private const string CacheFolder = "FEDK8S_CACHE_DIR";
    private const string CacheByteCount = "FEDK8S_CACHE_BYTES";
    private const string UsersCaches = "XDG_CACHE_HOME";
    private const string Home = "HOME";

    /// <summary>The store at <paramref name="address"/>.</summary>
    /// <param name="address"><c>file://FOLDER</c>, or <c>az://CONTAINER/PREFIX</c>.</param>
    /// <param name="find">The value of a variable of the environment, which has the credentials; null where it is not
    /// set. docs/storage.md lists them.</param>
    /// <param name="clock">Measures deadlines; null for the system's.</param>
    /// <exception cref="RunFailedException">There is no such kind of store, it cannot be made, or credentials are
    /// missing.</exception>
    public static IBlobStore Open(string address, Func<string, string?> find, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(find);
        if (FileAddress.FindPath(address) is { } folder)
        {
            return FolderBlobStore.Open(folder, clock);
        }

        return AzureBlobAddress.Find(address) is { } azure
            ? AzureBlobStore.Open(azure, AzureAccount.From(find), CacheOf(name => find(name) is { Length: > 0 } value ? value : null), clock)
            : throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"'{PrintableText.Of(address)}' is no store's address, wanted file://FOLDER or az://CONTAINER/PREFIX, the "
                + "container of 3 to 63 lower-case letters, digits and hyphens; correct spec.checkpoint.storageUri.");
    }

    private static CacheSettings CacheOf(Func<string, string?> find)
    {
        var folder = find(CacheFolder)
            ?? (find(UsersCaches) is { } caches ? Path.Combine(caches, "fedk8s") : null)
            ?? (find(Home) is { } home ? Path.Combine(home, ".cache", "fedk8s") : null)
            ?? throw new RunFailedException(
                ExitCodes.OutputNotWritable,
                $"the environment: found none of {CacheFolder}, {UsersCaches} and {Home}, wanted a folder for fetched "
                + $"checkpoints; set {CacheFolder}.");
        return find(CacheByteCount) is not { } text
            ? new(folder)
            : long.TryParse(text, out var count) && count >= 0
                ? new(folder, count)
                : throw new RunFailedException(
                    ExitCodes.OutputNotWritable,
                    $"{CacheByteCount}: found '{PrintableText.Of(text)}', wanted a number of bytes; correct or unset it.");
    }
}
