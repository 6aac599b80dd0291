namespace FedK8s.Core.Tests.Files;

/// <summary>Thrown by <see cref="DyingSteps"/> in place of every step from death on; nothing in the product knows
/// it.</summary>
internal sealed class ProcessDiedException() : Exception("The process died here.");
