using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FedK8s.Contracts.Identity;

/// <summary>
/// A round of a run, counted from 1. As the round of a checkpoint, 0 is the start: what the clients begin from.
/// </summary>
/// <param name="Value">Zero or more; written to JSON as a plain number.</param>
[JsonConverter(typeof(RoundNumberJsonConverter))]
public readonly record struct RoundNumber(int Value) : IComparable<RoundNumber>
{
    /// <summary>The checkpoint before any training.</summary>
    public static RoundNumber Start => new(0);

    /// <summary>The round after this one.</summary>
    public RoundNumber Next => new(Value + 1);

    /// <inheritdoc/>
    public int CompareTo(RoundNumber other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(RoundNumber left, RoundNumber right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(RoundNumber left, RoundNumber right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes before it.</summary>
    public static bool operator <=(RoundNumber left, RoundNumber right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes after it.</summary>
    public static bool operator >=(RoundNumber left, RoundNumber right) => left.Value >= right.Value;
}

internal sealed class RoundNumberJsonConverter : JsonConverter<RoundNumber>
{
    public override RoundNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, RoundNumber value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Value);
}
