using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Metadata of an object; the fields that FedK8s reads.</summary>
public partial class V1ObjectMeta
{
    [JsonPropertyName("annotations")]
    public IDictionary<string, string> Annotations { get; set; }

    [JsonPropertyName("generation")]
    public long? Generation { get; set; }

    [JsonPropertyName("labels")]
    public IDictionary<string, string> Labels { get; set; }

    [JsonPropertyName("name")]
    public string Name { get; set; }

    [JsonPropertyName("namespace")]
    public string NamespaceProperty { get; set; }

    [JsonPropertyName("resourceVersion")]
    public string ResourceVersion { get; set; }

    [JsonPropertyName("uid")]
    public string Uid { get; set; }
}
