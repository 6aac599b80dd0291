using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>
/// A worker's heartbeat: it is alive and this far into its local training. Sent about once a second while it trains, at each
/// change of stage, and every few seconds otherwise.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="ClientId">The client it plays.</param>
/// <param name="Attempt">The attempt it answers.</param>
/// <param name="Stage">What it is doing.</param>
/// <param name="Step">Optimiser steps taken, from 0; a worker that was restarted goes on from its last saved step.</param>
/// <param name="Steps">Optimiser steps this round will take; 0 while that is not known.</param>
/// <param name="Loss">Mean loss per predicted token since the last report, in nats; null before the first step.</param>
public sealed record TrainingProgressed(
    RunId RunId, RoundNumber Round, ClientId ClientId, int Attempt, WorkStage Stage, int Step, int Steps, double? Loss);
