namespace FedK8s.Contracts.Spec;

/// <summary>A LoRA adapter as the Python library PEFT writes it: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public sealed record LoraStartSpec
{
    /// <summary><c>file://</c> and a folder; a path that does not start with <c>/</c> is relative to the manifest.</summary>
    public required string StorageUri { get; init; }

    /// <summary>Cluster only: credentials for <see cref="StorageUri"/>.</summary>
    public SecretReference? SecretRef { get; init; }
}
