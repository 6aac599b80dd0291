namespace FedK8s.Bench.Allocation;

/// <summary>How long one problem took, and what came of it.</summary>
internal sealed record AllocationSpeed(string Name, double Seconds, double CpuSeconds, int AssignedCount, int UncoveredCount);
