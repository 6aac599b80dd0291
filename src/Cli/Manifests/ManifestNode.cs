namespace FedK8s.Cli.Manifests;

/// <summary>A value as it is written in a manifest, before anyone decides what it means.</summary>
/// <param name="Position">Where it starts.</param>
internal abstract record ManifestNode(ManifestPosition Position)
{
    /// <summary>A single value.</summary>
    /// <param name="Position">Where it starts.</param>
    /// <param name="Text">Without quotes, escapes resolved.</param>
    /// <param name="IsPlain">Whether it is written without quotes, so that it may mean a number, a truth value or nothing.</param>
    public sealed record Scalar(ManifestPosition Position, string Text, bool IsPlain) : ManifestNode(Position);

    /// <summary>Fields by name; each name once.</summary>
    public sealed record Mapping(ManifestPosition Position, IReadOnlyList<ManifestField> Fields) : ManifestNode(Position);

    /// <summary>A list.</summary>
    public sealed record Sequence(ManifestPosition Position, IReadOnlyList<ManifestNode> Items) : ManifestNode(Position);
}
