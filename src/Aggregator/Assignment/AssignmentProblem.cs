using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Assignment;

/// <summary>Who could train what.</summary>
internal sealed record AssignmentProblem
{
    /// <summary>The network with its new blocks.</summary>
    public required ExpandedNetwork Network { get; init; }

    /// <summary>The cohort, in any order, each client once.</summary>
    public required IReadOnlyList<AssignableClient> Clients { get; init; }

    /// <summary><c>spec.method.blockExpansion.allocation</c>.</summary>
    public required BlockAllocationSpec Rules { get; init; }

    /// <summary>Forward passes per optimiser step. Default 1.</summary>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary><c>spec.localTraining.seed</c>.</summary>
    public long RunSeed { get; init; }

    /// <summary>The first round that is trained so; another round draws other blocks.</summary>
    public RoundNumber Round { get; init; }
}
