using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>What became of a write.</summary>
public abstract record PutResult
{
    private PutResult()
    {
    }

    /// <summary>The blob is there, whole.</summary>
    /// <param name="Blob">Its path, length and hash.</param>
    /// <param name="Version">Its version, for a later conditional write.</param>
    public sealed record Written(BlobReference Blob, string Version) : PutResult;

    /// <summary>The condition did not hold; nothing was changed.</summary>
    public sealed record ConditionNotMet : PutResult;
}
