using FedK8s.Worker.Data;

namespace FedK8s.Worker.Training;

/// <summary>What one optimiser step has the model read.</summary>
/// <param name="Task">Its batches of the task, at least one.</param>
/// <param name="Guard">What the retention guard reads beside each of them; empty where the step is not guarded.</param>
internal sealed record StepBatches(IReadOnlyList<Batch> Task, IReadOnlyList<Batch> Guard);
