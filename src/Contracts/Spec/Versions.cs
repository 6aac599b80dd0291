namespace FedK8s.Contracts.Spec;

/// <summary>Versions of the API that this build understands.</summary>
public static class Versions
{
    /// <summary>The only version so far.</summary>
    public const string V1Alpha1 = "fedk8s.io/v1alpha1";

    /// <summary>The kind of a run.</summary>
    public const string Kind = "FederatedRun";
}
