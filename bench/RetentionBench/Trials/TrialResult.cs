namespace FedK8s.RetentionBench.Trials;

/// <summary>What a trial came to; a file each.</summary>
internal sealed record TrialResult
{
    public required Trial Trial { get; init; }

    /// <summary>Why it did not come to its end; null where it did.</summary>
    public string? Failure { get; init; }

    /// <summary>In the order of the rounds, the start first.</summary>
    public required IReadOnlyList<Evaluation> Evaluations { get; init; }

    /// <summary>Of a sequence: the first task's evaluations; otherwise empty.</summary>
    public IReadOnlyList<Evaluation> FirstTask { get; init; } = [];

    /// <summary>
    /// Mean loss on each general task with the new blocks of the last checkpoint bypassed; null for a method without such blocks.
    /// </summary>
    public IReadOnlyList<double>? BypassedGeneralLoss { get; init; }

    /// <summary>Of a base model whose source states losses; otherwise empty.</summary>
    public IReadOnlyList<SentenceLoss> Sentences { get; init; } = [];

    /// <summary>Weights in the checkpoint.</summary>
    public required long TrainableParameters { get; init; }

    /// <summary>The process's peak.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>From the manifest to the end.</summary>
    public required double WallSeconds { get; init; }
}
