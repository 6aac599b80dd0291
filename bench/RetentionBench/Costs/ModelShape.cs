namespace FedK8s.RetentionBench.Costs;

/// <summary>A base model, as far as costs depend on it.</summary>
/// <param name="Layers">L: transformer blocks.</param>
/// <param name="BlockParameters">Weights of one.</param>
internal sealed record ModelShape(int Layers, int BlockParameters);
