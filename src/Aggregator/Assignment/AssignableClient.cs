using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Assignment;

/// <summary>What an assignment needs to know of a client of the cohort.</summary>
internal sealed record AssignableClient
{
    /// <summary>The client.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>What it can carry. Without measured seconds it counts as fast enough for all blocks.</summary>
    public required Capability Capability { get; init; }

    /// <summary>n_k, always positive.</summary>
    public required long ExampleCount { get; init; }

    /// <summary>s: optimiser steps of its part of a round, at least 1.</summary>
    public required int StepCount { get; init; }

    /// <summary>beta_up; null where it was not measured, and sending takes no time then.</summary>
    public double? UploadBytesPerSecond { get; init; }

    /// <summary>beta_down; null where it was not measured, and fetching takes no time then.</summary>
    public double? DownloadBytesPerSecond { get; init; }

    /// <summary>Bytes of the new blocks that changed since its copy; it needs them all, trained or not.</summary>
    public long DownloadByteCount { get; init; }

    /// <summary>I_k,b of every block; null where all are alike.</summary>
    public IReadOnlyList<double>? Importances { get; init; }

    /// <summary>
    /// How often each label occurs in its examples, as counts or shares; null where nobody may know, and it counts as usual
    /// then.
    /// </summary>
    public IReadOnlyList<double>? Labels { get; init; }
}
