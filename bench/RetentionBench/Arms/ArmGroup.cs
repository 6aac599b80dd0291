namespace FedK8s.RetentionBench.Arms;

/// <summary>Which part of the comparison an arm belongs to; the tables are in this order.</summary>
internal enum ArmGroup
{
    /// <summary>Every weight is trained.</summary>
    Full,

    /// <summary>Small additions to frozen weights, nothing that holds on to the base.</summary>
    Peft,

    /// <summary>New blocks, every client training all of them.</summary>
    Expansion,

    /// <summary>New blocks, each client training some of them.</summary>
    Allocation,

    /// <summary>New blocks in other places or numbers.</summary>
    Placement,

    /// <summary>Gates and guards: what holds on to the base.</summary>
    Hold,

    /// <summary>Arms that answer one question about another arm.</summary>
    Control,
}
