namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>What the store notes beside each blob: its hash, and which write made it.</summary>
internal static class BlobMetadata
{
    private const string Sha256 = "sha256";
    private const string WriteId = "fedk8s_write";

    public static Dictionary<string, string> Of(string sha256, string writeId) =>
        new() { [Sha256] = sha256, [WriteId] = writeId };

    /// <summary>The hash that was noted; null for a blob that another program wrote.</summary>
    public static string? Sha256Of(IDictionary<string, string> metadata) => Find(metadata, Sha256);

    public static string? WriteIdOf(IDictionary<string, string> metadata) => Find(metadata, WriteId);

    private static string? Find(IDictionary<string, string> metadata, string name) =>
        metadata.TryGetValue(name, out var value) ? value : null;
}
