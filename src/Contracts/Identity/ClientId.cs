using System.Text.Json.Serialization;

namespace FedK8s.Contracts.Identity;

/// <summary>A participant with its own data, named as in <c>spec.clients[].name</c>; unique within a run.</summary>
/// <param name="Value">Never null or empty; written to JSON as a plain string.</param>
[JsonConverter(typeof(ClientIdJsonConverter))]
public readonly record struct ClientId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

internal sealed class ClientIdJsonConverter() : TextIdJsonConverter<ClientId>(text => new(text), id => id.Value);
