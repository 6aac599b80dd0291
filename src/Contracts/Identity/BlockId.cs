using System.Text.Json.Serialization;

namespace FedK8s.Contracts.Identity;

/// <summary>One transformer block (or the embedding, or the head): the unit of assignment and aggregation.</summary>
/// <param name="Value">Never null or empty; written to JSON as a plain string.</param>
[JsonConverter(typeof(BlockIdJsonConverter))]
public readonly record struct BlockId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

internal sealed class BlockIdJsonConverter() : TextIdJsonConverter<BlockId>(text => new(text), id => id.Value);
