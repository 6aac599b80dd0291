using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>A small blob, read whole.</summary>
/// <param name="Blob">Its path, length and hash.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="Version">Changes whenever the content does; for <see cref="PutCondition.IfVersion"/>.</param>
public sealed record BlobContent(BlobReference Blob, ReadOnlyMemory<byte> Bytes, string Version);
