namespace FedK8s.Bench.Harness;

/// <summary>What a contestant says as it ends.</summary>
/// <param name="PeakBytes">The most memory it ever had resident (VmHWM).</param>
/// <param name="Figures">Whatever else it counted, by name.</param>
internal sealed record Farewell(long PeakBytes, IReadOnlyDictionary<string, double> Figures);
