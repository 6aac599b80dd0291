using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Events;

/// <summary>
/// A worker is alive and this far into its local training; sent about once a second and after the last step.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="ClientId">The client it plays.</param>
/// <param name="Step">Optimiser steps taken, from 0.</param>
/// <param name="Steps">Optimiser steps this round will take.</param>
/// <param name="Loss">Mean loss per predicted token since the last report, in nats; null before the first step.</param>
public sealed record TrainingProgressed(
    RunId RunId, RoundNumber Round, ClientId ClientId, int Step, int Steps, double? Loss);
