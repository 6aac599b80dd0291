using System.Text.Json.Serialization;

namespace FedK8s.Core.Tensors;

/// <summary>The part of <c>model.safetensors.index.json</c> that a reader needs.</summary>
/// <param name="WeightMap">From the name of a tensor to the name of the file that holds it.</param>
internal sealed record SafetensorsIndex(
    [property: JsonPropertyName("weight_map"), JsonRequired] IReadOnlyDictionary<string, string> WeightMap);
