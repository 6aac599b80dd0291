namespace FedK8s.Contracts.Spec;

/// <summary>A client's examples, split once into train and test.</summary>
public sealed record ClientDataSpec
{
    /// <summary><c>file://</c> and a file; a path that does not start with <c>/</c> is relative to the manifest.</summary>
    public required string StorageUri { get; init; }

    /// <summary>Cluster only: credentials for <see cref="StorageUri"/>.</summary>
    public SecretReference? SecretRef { get; init; }

    /// <summary>Default Auto.</summary>
    public DataFormat Format { get; init; } = DataFormat.Auto;

    /// <summary>Share of the examples kept for the client's test split, from 0 to below 1, chosen by the run's seed. Default 0.</summary>
    public double TestFraction { get; init; }
}
