namespace FedK8s.Testing;

/// <summary>The system's clock, set forward (or, when negative, back) by a fixed span.</summary>
public sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
