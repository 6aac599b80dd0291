using System.Text.Json.Serialization;
using k8s.Models;

namespace k8s;

/// <summary>Anything with a kind.</summary>
public interface IKubernetesObject
{
    [JsonPropertyName("apiVersion")]
    string ApiVersion { get; set; }

    [JsonPropertyName("kind")]
    string Kind { get; set; }
}

/// <summary>Anything with a kind and metadata.</summary>
public interface IKubernetesObject<TMetadata> : IKubernetesObject, IMetadata<TMetadata>
{
}
