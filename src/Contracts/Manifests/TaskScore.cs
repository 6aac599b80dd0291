namespace FedK8s.Contracts.Manifests;

/// <summary>What was measured on one set of examples.</summary>
/// <param name="Name">The evaluation task's or the client's name.</param>
/// <param name="ExampleCount">Examples measured.</param>
/// <param name="Loss">Mean loss per predicted token, in nats.</param>
/// <param name="Accuracy">
/// Share of examples whose completion greedy decoding gives exactly (prompt and completion examples), or share of tokens
/// predicted (plain text), from 0 to 1.
/// </param>
public sealed record TaskScore(string Name, long ExampleCount, double Loss, double Accuracy);
