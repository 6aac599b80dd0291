namespace FedK8s.Worker.Training;

/// <summary>What local training did; the trained weights are in the model.</summary>
/// <param name="Steps">Optimiser steps taken.</param>
/// <param name="Loss">Mean loss per target over the round, in nats, without the proximal term.</param>
/// <param name="BlockImportance">How much each new block matters to the client; null where nobody asked.</param>
internal readonly record struct LocalTrainingResult(int Steps, double Loss, IReadOnlyList<double>? BlockImportance = null);
