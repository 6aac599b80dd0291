namespace FedK8s.Contracts.Spec;

/// <summary>Where new blocks go.</summary>
public enum BlockPositions
{
    /// <summary>Spread evenly: after every L/M-th block (arXiv:2401.02415); a single one in the middle.</summary>
    Uniform,

    /// <summary>Where the clients' gradients are largest, measured before the first round.</summary>
    Importance,

    /// <summary>As listed.</summary>
    Explicit,

    /// <summary>Drawn from the run's seed.</summary>
    Random,

    /// <summary>After the last blocks, nearest to the output.</summary>
    Top,

    /// <summary>After the first blocks, nearest to the input.</summary>
    Bottom,
}
