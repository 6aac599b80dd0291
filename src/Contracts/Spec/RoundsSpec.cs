namespace FedK8s.Contracts.Spec;

/// <summary>How many rounds, how many clients in each, how long to wait.</summary>
public sealed record RoundsSpec
{
    /// <summary>Rounds to commit, at least 1. Default 1.</summary>
    public int Max { get; init; } = 1;

    /// <summary>Share of the joined clients asked in each round, above 0 up to 1. Default 1.</summary>
    public double ClientFraction { get; init; } = 1;

    /// <summary>Accepted updates that suffice when the deadline passes, at least 1. Default 1.</summary>
    public int MinClients { get; init; } = 1;

    /// <summary>Seconds a round waits for updates, at least 1. Default 3600.</summary>
    public int DeadlineSeconds { get; init; } = 3600;

    /// <summary>
    /// Seconds without a new optimiser step after which a client that trains counts as stuck and its round does not wait for it
    /// any more, at least 1. Default 600.
    /// </summary>
    public int ProgressDeadlineSeconds { get; init; } = 600;
}
