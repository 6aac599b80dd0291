using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>A document together with what the store knows of it.</summary>
/// <param name="Value">The document.</param>
/// <param name="Blob">Its path, length and hash.</param>
/// <param name="Version">Changes whenever the content does.</param>
/// <typeparam name="T">The document's type.</typeparam>
public sealed record Stored<T>(T Value, BlobReference Blob, string Version);
