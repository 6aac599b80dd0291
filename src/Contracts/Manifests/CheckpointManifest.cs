using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>
/// The commit of a checkpoint: the trainable weights after a round. It holds no time and no host name, so the same accepted
/// updates give the same bytes.
/// </summary>
public sealed record CheckpointManifest
{
    /// <summary>The layout of this document; readers refuse any other.</summary>
    public const string CurrentFormat = "fedk8s.io/checkpoint/v1";

    /// <summary>Always <see cref="CurrentFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The round that produced it; 0 is the start.</summary>
    public required RoundNumber Round { get; init; }

    /// <summary>The method's field name in the spec: <c>full</c>, <c>lora</c>, <c>adapter</c>, <c>blockExpansion</c>.</summary>
    public required string Method { get; init; }

    /// <summary>SHA-256 over the base model's files, 64 lower-case hexadecimal digits.</summary>
    public required string BaseModelSha256 { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Of blockExpansion; null for other methods.</summary>
    public BlockExpansionState? Expansion { get; init; }

    /// <summary>The files that hold the trainable weights.</summary>
    public required IReadOnlyList<TensorFile> Files { get; init; }

    /// <summary>Whose updates were averaged, in ordinal order of the clients; empty for the start.</summary>
    public required IReadOnlyList<Contribution> Contributions { get; init; }
}
