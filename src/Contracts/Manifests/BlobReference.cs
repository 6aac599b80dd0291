namespace FedK8s.Contracts.Manifests;

/// <summary>A blob that will never change, named so that whoever fetches it can tell that it got the right bytes.</summary>
/// <param name="Path">Below the root of the run's store.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Of the whole blob, 64 lower-case hexadecimal digits.</param>
public sealed record BlobReference(BlobPath Path, long Length, string Sha256);
