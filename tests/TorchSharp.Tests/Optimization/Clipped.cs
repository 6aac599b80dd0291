using FedK8s.TorchSemantics.Reference;

namespace FedK8s.TorchSemantics.Optimization;

/// <summary>The norm before clipping and the gradients after it.</summary>
internal sealed record Clipped(double Norm, Vector Gradients);
