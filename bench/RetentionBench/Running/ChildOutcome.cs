namespace FedK8s.RetentionBench.Running;

/// <summary>What became of a child process.</summary>
internal abstract record ChildOutcome
{
    private ChildOutcome()
    {
    }

    /// <summary>Its result is written.</summary>
    public sealed record Done : ChildOutcome;

    /// <summary>The product does not run this arm.</summary>
    public sealed record Refused(string Reason) : ChildOutcome;

    /// <summary>It came to no result; another start may.</summary>
    public sealed record Failed(string Reason) : ChildOutcome;
}
