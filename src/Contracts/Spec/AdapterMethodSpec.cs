namespace FedK8s.Contracts.Spec;

/// <summary>Bottleneck adapter (arXiv:1902.00751): h + U relu(D h) after each feed-forward block.</summary>
public sealed record AdapterMethodSpec
{
    /// <summary>Width of the bottleneck, at least 1. Default 64.</summary>
    public int Bottleneck { get; init; } = 64;
}
