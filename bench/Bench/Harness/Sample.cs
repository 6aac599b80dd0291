namespace FedK8s.Bench.Harness;

/// <summary>One repetition, as the contestant measured it itself: from before its work to after.</summary>
/// <param name="WallSeconds">By the clock.</param>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
internal sealed record Sample(double WallSeconds, double CpuSeconds);
