using System.Text.Json.Serialization;
using FedK8s.Contracts.Spec;
using k8s;
using k8s.Models;

namespace FedK8s.Operator.Api;

/// <summary>A FederatedRun as the Kubernetes API server serves it: the user's spec under the server's metadata.</summary>
[KubernetesEntity(Group = "fedk8s.io", ApiVersion = "v1alpha1", Kind = Versions.Kind, PluralName = "federatedruns")]
public sealed class FederatedRunResource : IKubernetesObject<V1ObjectMeta>, ISpec<FederatedRunSpec>
{
    /// <inheritdoc/>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = Versions.V1Alpha1;

    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = Versions.Kind;

    /// <inheritdoc/>
    [JsonPropertyName("metadata")]
    public required V1ObjectMeta Metadata { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("spec")]
    public required FederatedRunSpec Spec { get; set; }

    /// <summary>The run that every other process knows: identified by its UID, not by its name.</summary>
    public FederatedRun ToRun() => new()
    {
        ApiVersion = ApiVersion,
        Kind = Kind,
        Metadata = new()
        {
            Name = Metadata.Name,
            Namespace = Metadata.NamespaceProperty,
            Uid = Metadata.Uid,
            Labels = Metadata.Labels?.AsReadOnly(),
            Annotations = Metadata.Annotations?.AsReadOnly(),
        },
        Spec = Spec,
    };
}
