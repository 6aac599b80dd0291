namespace FedK8s.Contracts.Spec;

/// <summary>What to train, on whose data, and how.</summary>
public sealed record FederatedRunSpec
{
    /// <summary>Whether the run pauses; a round that is open stays open. Default false.</summary>
    public bool Suspend { get; init; }

    /// <summary>Cluster only: the controller in charge.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>Seconds after which a run that is still active fails, at least 1; null for no limit.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    /// <summary>Cluster only: seconds after which a finished run is deleted.</summary>
    public long? TtlSecondsAfterFinished { get; init; }

    /// <summary>The base model.</summary>
    public required ModelSpec Model { get; init; }

    /// <summary>What the model learns to do.</summary>
    public required TaskSpec Task { get; init; }

    /// <summary>How it is fine-tuned: exactly one member is set.</summary>
    public required MethodSpec Method { get; init; }

    /// <summary>What each client does in a round.</summary>
    public LocalTrainingSpec LocalTraining { get; init; } = new();

    /// <summary>How local training holds on to what the base model can do; null (the default) for not at all.</summary>
    public RetentionGuardSpec? RetentionGuard { get; init; }

    /// <summary>How updates are averaged.</summary>
    public AggregationSpec Aggregation { get; init; } = new();

    /// <summary>How many rounds, how many clients in each, how long to wait.</summary>
    public required RoundsSpec Rounds { get; init; }

    /// <summary>What is measured, and how often.</summary>
    public EvaluationSpec Evaluation { get; init; } = new();

    /// <summary>Where checkpoints go.</summary>
    public required CheckpointSpec Checkpoint { get; init; }

    /// <summary>Cluster only: what every client's worker has in common.</summary>
    public ClientDefaultsSpec? ClientDefaults { get; init; }

    /// <summary>Who takes part; at least one, names unique.</summary>
    public required IReadOnlyList<ClientSpec> Clients { get; init; }
}
