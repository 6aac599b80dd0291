namespace FedK8s.Contracts.Spec;

/// <summary>A number of a measurement.</summary>
public enum EvaluationMetric
{
    /// <summary>Share of right answers, from 0 to 1; more is better.</summary>
    Accuracy,

    /// <summary>Mean loss per predicted token, in nats; less is better.</summary>
    Loss,
}
