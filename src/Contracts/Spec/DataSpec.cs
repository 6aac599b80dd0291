namespace FedK8s.Contracts.Spec;

/// <summary>Where examples come from.</summary>
public sealed record DataSpec
{
    /// <summary><c>file://</c> and a file; a path that does not start with <c>/</c> is relative to the manifest.</summary>
    public required string StorageUri { get; init; }

    /// <summary>Cluster only: credentials for <see cref="StorageUri"/>.</summary>
    public SecretReference? SecretRef { get; init; }

    /// <summary>Default Auto.</summary>
    public DataFormat Format { get; init; } = DataFormat.Auto;
}
