namespace FedK8s.Contracts.Manifests;

/// <summary>What intake decides about an update.</summary>
public enum UpdateVerdict
{
    /// <summary>It will be averaged.</summary>
    Accepted,

    /// <summary>Its round had closed; counted, never averaged.</summary>
    Late,

    /// <summary>It was judged unfit, for a stated reason; never averaged.</summary>
    Rejected,
}
