namespace FedK8s.Contracts.Spec;

/// <summary>The base model: a Hugging Face folder (<c>config.json</c>, <c>model.safetensors</c>, tokenizer files).</summary>
public sealed record ModelSpec
{
    /// <summary><c>file://</c> and a path; a path that does not start with <c>/</c> is relative to the manifest.</summary>
    public required string StorageUri { get; init; }

    /// <summary>SHA-256 of <c>model.safetensors</c>, checked where it is given.</summary>
    public string? Revision { get; init; }

    /// <summary>Cluster only: credentials for <see cref="StorageUri"/>.</summary>
    public SecretReference? SecretRef { get; init; }
}
