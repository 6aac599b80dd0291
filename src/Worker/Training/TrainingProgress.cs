namespace FedK8s.Worker.Training;

/// <summary>How far local training is.</summary>
/// <param name="Step">Optimiser steps taken, from 0.</param>
/// <param name="Steps">Optimiser steps this round will take.</param>
/// <param name="Loss">Mean loss per target since the last report, in nats; null before the first step.</param>
internal readonly record struct TrainingProgress(int Step, int Steps, double? Loss);
