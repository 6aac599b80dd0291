namespace FedK8s.Contracts.Spec;

/// <summary>How the learning rate changes over the whole run, after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls to zero along a half cosine that ends with the last step of the last round.</summary>
    Cosine,
}
