namespace FedK8s.Contracts.Spec;

/// <summary>Who trains which block.</summary>
public sealed record BlockAllocationSpec
{
    /// <summary>Default Exact.</summary>
    public AllocationPolicy Policy { get; init; } = AllocationPolicy.Exact;

    /// <summary>T_a: rounds after which blocks are assigned anew, at least 1. Default 5.</summary>
    public int ReallocateEvery { get; init; } = 5;

    /// <summary>c_min: clients that train each block at least, from 1; all of the cohort where it is smaller. Default 2.</summary>
    public int MinTrainersPerBlock { get; init; } = 2;

    /// <summary>
    /// T_max: seconds that a client's part of a round may take by prediction; 0 (the default) for the median over the clients of the
    /// time that all blocks would take.
    /// </summary>
    public double RoundSeconds { get; init; }

    /// <summary>lambda: weight of how evenly each block sees the clients' labels, from 0. Default 0.1.</summary>
    public double CoverageWeight { get; init; } = 0.1;

    /// <summary>
    /// gamma_h: above 0 lets clients with unusual data count more where blocks are shared out between clients, below 0 less; from -1 to 1.
    /// Default 0.
    /// </summary>
    public double HeterogeneityWeight { get; init; }
}
