using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Tests.Runs;

/// <summary>A run in which everything is right; a test changes the one thing that it is about.</summary>
internal static class ValidRun
{
    public static FederatedRun Whole { get; } = new()
    {
        ApiVersion = "fedk8s.io/v1alpha1",
        Kind = "FederatedRun",
        Metadata = new() { Name = "clinic" },
        Spec = new()
        {
            Model = new() { StorageUri = "file://base" },
            Task = new() { Kind = TaskKind.CausalLM },
            Method = new() { Lora = new() },
            Rounds = new() { Max = 3 },
            Checkpoint = new() { StorageUri = "file://out" },
            Clients = [Client("site-a"), Client("site-b")],
        },
    };

    public static ClientSpec Client(string name) =>
        new() { Name = name, Data = new() { StorageUri = $"file://data/{name}.jsonl" } };

    public static FederatedRun With(Func<FederatedRunSpec, FederatedRunSpec> change) =>
        Whole with { Spec = change(Whole.Spec) };
}
