namespace k8s.Models;

/// <summary>Says under which group, version and kind the API server knows a class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityAttribute : Attribute
{
    public string Kind { get; set; }

    public string Group { get; set; }

    public string ApiVersion { get; set; }

    public string PluralName { get; set; }
}
