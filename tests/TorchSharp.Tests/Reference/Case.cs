namespace FedK8s.TorchSemantics.Reference;

/// <summary>What a function gives, and the gradients of the sum of its squares with respect to its inputs.</summary>
public sealed record Case(Vector Output, Vector[] Gradients);
