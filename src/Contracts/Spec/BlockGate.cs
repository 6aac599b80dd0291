namespace FedK8s.Contracts.Spec;

/// <summary>What decides how much of a new block is used: y = h + g(x) (block(h) - h).</summary>
public enum BlockGate
{
    /// <summary>Nothing: all of it, always.</summary>
    None,

    /// <summary>A learned gate that finds by itself what to read, by attention over the tokens up to each.</summary>
    Input,

    /// <summary>A learned gate that reads the first token.</summary>
    First,

    /// <summary>A learned gate that reads each token by itself.</summary>
    Token,

    /// <summary>A learned gate that reads the mean over the tokens up to each.</summary>
    Mean,
}
