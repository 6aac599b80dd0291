namespace FedK8s.Worker.Resumption;

/// <summary>The commit of a saved step: written after the tensor file that it names.</summary>
internal sealed record LocalCheckpointDocument
{
    /// <summary>The layout of this document; any other is ignored.</summary>
    public const string CurrentFormat = "fedk8s.io/local-checkpoint/v1";

    /// <summary>Always <see cref="CurrentFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>What it belongs to.</summary>
    public required LocalCheckpointKey Key { get; init; }

    /// <summary>Optimiser steps taken.</summary>
    public required int Step { get; init; }

    /// <summary>Sum of the losses so far, in nats.</summary>
    public required double LossSum { get; init; }

    /// <summary>Targets behind that sum.</summary>
    public required long TargetCount { get; init; }

    /// <summary>The optimiser's own count for each weight; empty where it counts none.</summary>
    public required IReadOnlyList<long> OptimizerSteps { get; init; }

    /// <summary>The name of the tensor file beside this document.</summary>
    public required string File { get; init; }

    /// <summary>Of that file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
