namespace FedK8s.RetentionBench.Claims;

/// <summary>What the figures say of a claim.</summary>
internal enum Verdict
{
    /// <summary>It holds here.</summary>
    Pass,

    /// <summary>It does not hold here.</summary>
    Fail,

    /// <summary>The effect is there, but not as large as the paper says, or larger.</summary>
    OutsideBand,

    /// <summary>A trial that it needs is missing.</summary>
    NotRun,
}
