namespace FedK8s.Contracts.Spec;

/// <summary>What the model learns to do.</summary>
public sealed record TaskSpec
{
    /// <summary>The kind of task. This version trains <see cref="TaskKind.CausalLM"/> and <see cref="TaskKind.SequenceClassification"/>.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>
    /// SequenceClassification: the labels, by id. Empty (the default) takes those that the model's <c>config.json</c>
    /// names; others than those give the model a new head.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Tokens an example is cut to, from 2; 0 (the default) takes the model's own limit.</summary>
    public int MaxSequenceLength { get; init; }
}
