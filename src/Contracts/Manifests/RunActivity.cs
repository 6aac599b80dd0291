using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>Since when a run is at work. Written by the aggregator when it first takes the run up, and at each suspension and its end.</summary>
public sealed record RunActivity
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>
    /// When the run was first taken up, or the last suspension ended. <c>activeDeadlineSeconds</c> is counted from here, and a
    /// round that was open by then has its whole <c>rounds.deadlineSeconds</c> from here.
    /// </summary>
    public required DateTimeOffset ActiveSince { get; init; }

    /// <summary>Whether the run is suspended.</summary>
    public required bool IsSuspended { get; init; }
}
