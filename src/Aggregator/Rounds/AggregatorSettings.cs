using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Rounds;

/// <summary>What an aggregator is told at its start.</summary>
public sealed record AggregatorSettings
{
    /// <summary>The run that it drives.</summary>
    public required RunId RunId { get; init; }

    /// <summary>
    /// A file with the run's document as JSON, which is submitted to the store at the start and whenever it changes; null where
    /// somebody else submits.
    /// </summary>
    public string? RunFile { get; init; }
}
