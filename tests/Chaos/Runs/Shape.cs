namespace FedK8s.Chaos.Runs;

/// <summary>What is trained: how long, and how much travels.</summary>
internal enum Shape
{
    /// <summary>Rounds of a few steps; an update of a few KiB.</summary>
    Quick,

    /// <summary>Rounds of some seconds, so that there is a middle to strike in.</summary>
    Long,

    /// <summary>Updates that travel in blocks.</summary>
    Large,
}
