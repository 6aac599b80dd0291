using System.Text.Json.Serialization;

namespace FedK8s.Contracts.Identity;

/// <summary>The UID of a FederatedRun, not its name: a run that is deleted and created again is a new run.</summary>
/// <param name="Value">Never null or empty; written to JSON as a plain string.</param>
[JsonConverter(typeof(RunIdJsonConverter))]
public readonly record struct RunId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

internal sealed class RunIdJsonConverter() : TextIdJsonConverter<RunId>(text => new(text), id => id.Value);
