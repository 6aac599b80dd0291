namespace FedK8s.Contracts.Manifests;

/// <summary>A safetensors file of a checkpoint or an update.</summary>
/// <param name="Blob">Where it is and what its bytes are.</param>
/// <param name="Tensors">What it holds, in ordinal order of the names.</param>
public sealed record TensorFile(BlobReference Blob, IReadOnlyList<TensorDescription> Tensors);
