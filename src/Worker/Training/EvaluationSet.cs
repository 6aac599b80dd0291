using FedK8s.Worker.Data;

namespace FedK8s.Worker.Training;

/// <summary>A named set of examples to measure a model on.</summary>
/// <param name="Name">The evaluation task's or the client's name.</param>
/// <param name="Examples">At least one.</param>
/// <param name="HasCompletions">Whether accuracy counts whole completions; otherwise it counts targets: tokens or labels.</param>
internal sealed record EvaluationSet(string Name, IReadOnlyList<EncodedExample> Examples, bool HasCompletions);
