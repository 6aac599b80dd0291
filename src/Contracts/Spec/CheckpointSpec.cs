namespace FedK8s.Contracts.Spec;

/// <summary>Where checkpoints go.</summary>
public sealed record CheckpointSpec
{
    /// <summary><c>file://</c> and a folder that belongs to this run alone; a path that does not start with <c>/</c> is relative to the manifest.</summary>
    public required string StorageUri { get; init; }

    /// <summary>Cluster only: credentials for <see cref="StorageUri"/>.</summary>
    public SecretReference? SecretRef { get; init; }

    /// <summary>Checkpoints to keep besides the start, at least 1; older ones are deleted. Default 3.</summary>
    public int Keep { get; init; } = 3;
}
