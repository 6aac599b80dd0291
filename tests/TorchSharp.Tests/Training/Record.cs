namespace FedK8s.TorchSemantics.Training;

/// <summary>The reference's training: loss and gradient norm of each step, and what the model is made of.</summary>
internal sealed record Record(double[] Losses, double[] Norms, string[] Parameters, long Count);
