namespace FedK8s.Core.Services;

/// <summary>How a part of a service is.</summary>
/// <param name="IsAlive">False where only a new process can help.</param>
/// <param name="IsReady">Whether it can do its work now, or stands by to take it over.</param>
/// <param name="Detail">A few words for people: <c>round 3</c>, <c>waiting for the broker</c>.</param>
public sealed record Health(bool IsAlive, bool IsReady, string Detail);
