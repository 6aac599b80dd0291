using FedK8s.Contracts.Identity;

namespace FedK8s.Cli.Progress;

/// <summary>How far one client is.</summary>
internal sealed record ClientProgress
{
    public required ClientId Id { get; init; }

    public ClientStage Stage { get; init; } = ClientStage.Joining;

    /// <summary>Optimiser steps taken in the open round.</summary>
    public int Step { get; init; }

    /// <summary>Optimiser steps the round will take; 0 until the client says so.</summary>
    public int Steps { get; init; }

    /// <summary>The loss it reported last, in nats; null before that.</summary>
    public double? Loss { get; init; }

    /// <summary>Whether it takes steps right now: from its first report of the round to its last.</summary>
    public bool IsStepping { get; init; }

    public long TrainExampleCount { get; init; }

    public long TestExampleCount { get; init; }

    /// <summary>Share of the open round's local training that is done, from 0 to 1.</summary>
    public double Fraction => this switch
    {
        { Stage: ClientStage.Submitted or ClientStage.Accepted or ClientStage.LeftOut or ClientStage.Lost } => 1,
        { Steps: > 0 } => Math.Clamp((double)Step / Steps, 0, 1),
        _ => 0,
    };
}
