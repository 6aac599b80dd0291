namespace FedK8s.Contracts.Spec;

/// <summary>What a client counts for in the average of a tensor that it did not send.</summary>
public enum AbsentBlocks
{
    /// <summary>Nothing: the average is over those who trained it.</summary>
    LeftOut,

    /// <summary>As if it had sent it back unchanged, which makes blocks that few train move slowly. For comparison.</summary>
    Unchanged,
}
