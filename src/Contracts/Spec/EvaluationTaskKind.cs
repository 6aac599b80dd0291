namespace FedK8s.Contracts.Spec;

/// <summary>Which side of the bargain a task measures.</summary>
public enum EvaluationTaskKind
{
    /// <summary>What the run is meant to teach.</summary>
    Downstream,

    /// <summary>What the base model could do before; retention is its accuracy after over before.</summary>
    General,
}
