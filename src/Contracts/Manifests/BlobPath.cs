using System.Text.Json.Serialization;
using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Manifests;

/// <summary>
/// Where a blob lies below the root of a run's store: segments of letters, digits, <c>.</c>, <c>_</c> and <c>-</c> joined
/// by <c>/</c>, none of them empty, <c>.</c> or <c>..</c>. Stores refuse any other path.
/// </summary>
/// <param name="Value">For example <c>checkpoints/000007/manifest.json</c>; written to JSON as a plain string.</param>
[JsonConverter(typeof(BlobPathJsonConverter))]
public readonly record struct BlobPath(string Value)
{
    /// <summary>The path of <paramref name="segment"/> below <paramref name="folder"/>.</summary>
    public static BlobPath operator /(BlobPath folder, string segment) => new($"{folder.Value}/{segment}");

    /// <summary>The same as the operator: the path of <paramref name="segment"/> below <paramref name="folder"/>.</summary>
    public static BlobPath Divide(BlobPath folder, string segment) => folder / segment;

    /// <inheritdoc/>
    public override string ToString() => Value;
}

internal sealed class BlobPathJsonConverter() : TextIdJsonConverter<BlobPath>(text => new(text), path => path.Value);
