namespace FedK8s.Core.Checkpoints;

/// <summary>What must hold for a write to count.</summary>
public abstract record PutCondition
{
    private PutCondition()
    {
    }

    /// <summary>Write whatever is there.</summary>
    public static PutCondition Always { get; } = new Unconditional();

    /// <summary>Write only where no blob is.</summary>
    public static PutCondition IfAbsent { get; } = new Absent();

    /// <summary>Write only where the blob still has this version.</summary>
    public static PutCondition IfVersion(string version) => new Version(version);

    /// <summary>See <see cref="Always"/>.</summary>
    public sealed record Unconditional : PutCondition;

    /// <summary>See <see cref="IfAbsent"/>.</summary>
    public sealed record Absent : PutCondition;

    /// <summary>See <see cref="IfVersion"/>.</summary>
    /// <param name="Expected">The version that <see cref="IBlobStore.ReadAsync"/> gave.</param>
    public sealed record Version(string Expected) : PutCondition;
}
