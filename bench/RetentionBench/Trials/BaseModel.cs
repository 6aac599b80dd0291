namespace FedK8s.RetentionBench.Trials;

/// <summary>The base model of all trials.</summary>
/// <param name="Key">Of everything that decides it but the product.</param>
/// <param name="Tasks">The general tasks that it can do; those that it did not learn are left out.</param>
/// <param name="Dropped">Those that it did not learn.</param>
/// <param name="Seconds">What it took to make.</param>
internal sealed record BaseModel(string Key, IReadOnlyList<TaskAccuracy> Tasks, IReadOnlyList<TaskAccuracy> Dropped, double Seconds);
