namespace FedK8s.RetentionBench.Trials;

/// <summary>A checkpoint, what it scores, and what it took to get there. Accuracies are from 0 to 1.</summary>
internal sealed record Evaluation
{
    /// <summary>0 is the start.</summary>
    public required int Round { get; init; }

    /// <summary>On the set that learning rates are chosen on.</summary>
    public required double Validation { get; init; }

    /// <summary>On the downstream test set; of a sequence, on the task that is being learnt.</summary>
    public required double Downstream { get; init; }

    /// <summary>Of a sequence's second task: on the first one's test set; otherwise null.</summary>
    public double? First { get; init; }

    /// <summary>On each general task, in the base model's order.</summary>
    public required IReadOnlyList<double> General { get; init; }

    /// <summary>Mean loss on each general task, in nats per token.</summary>
    public required IReadOnlyList<double> GeneralLoss { get; init; }

    /// <summary>Up and down, of all clients.</summary>
    public required long Bytes { get; init; }

    /// <summary>Seconds in which this machine trained, one client after the other.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Seconds that devices of three classes would take side by side.</summary>
    public required double SimulatedSeconds { get; init; }

    /// <summary>Mean over the general tasks.</summary>
    public double MeanGeneral() => General.Average();
}
