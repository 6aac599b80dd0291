namespace FedK8s.Contracts.Spec;

/// <summary>The optimiser of local training. Its state starts anew each round.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (arXiv:1711.05101).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent.</summary>
    SGD,
}
