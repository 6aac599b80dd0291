namespace FedK8s.Contracts.Spec;

/// <summary>How blocks are assigned to clients.</summary>
public enum AllocationPolicy
{
    /// <summary>The best subset for each client by enumeration, up to 8 blocks, then repaired for coverage; Greedy above.</summary>
    Exact,

    /// <summary>Block by block by gain per second.</summary>
    Greedy,

    /// <summary>As many blocks as each client can carry, nearest to the output first; importance is not looked at.</summary>
    Capability,

    /// <summary>All blocks to all clients: expansion without allocation.</summary>
    All,

    /// <summary>As many blocks as each client can carry, drawn from the run's seed: the control.</summary>
    Random,
}
