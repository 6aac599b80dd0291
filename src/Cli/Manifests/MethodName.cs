using FedK8s.Contracts.Spec;

namespace FedK8s.Cli.Manifests;

/// <summary>The field that holds a run's method.</summary>
internal static class MethodName
{
    public static string Of(MethodSpec method) => method switch
    {
        { Lora: not null } => "lora",
        { Adapter: not null } => "adapter",
        { BlockExpansion: not null } => "blockExpansion",
        _ => "full",
    };
}
