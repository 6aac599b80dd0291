namespace FedK8s.RetentionBench.Trials;

/// <summary>How well the base model does a task.</summary>
/// <param name="Name">The task's.</param>
/// <param name="Accuracy">From 0 to 1; null where it is only measured in every run.</param>
internal sealed record TaskAccuracy(string Name, double? Accuracy);
