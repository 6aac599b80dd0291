namespace FedK8s.Contracts.Spec;

/// <summary>What decides how much of a new block is used.</summary>
public enum BlockGate
{
    /// <summary>All of it, always.</summary>
    None,

    /// <summary>A learned gate that reads the input: y = h + g(x) (block(h) - h).</summary>
    Input,
}
