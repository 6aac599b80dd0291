namespace FedK8s.RetentionBench.Trials;

/// <summary>What a run made of a sentence whose loss the base model's source states: mean losses in nats per token.</summary>
/// <param name="Name">The sentence's.</param>
/// <param name="Before">Of the model that the run started from.</param>
/// <param name="After">Of its last checkpoint.</param>
internal sealed record SentenceLoss(string Name, double Before, double After);
