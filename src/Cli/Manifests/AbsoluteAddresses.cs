using FedK8s.Contracts.Spec;
using FedK8s.Core.Files;

namespace FedK8s.Cli.Manifests;

/// <summary>Makes relative addresses absolute, so that whoever reads the run from its store finds the same files.</summary>
internal static class AbsoluteAddresses
{
    public static FederatedRun In(FederatedRun run, string folder)
    {
        var spec = run.Spec;
        return run with
        {
            Spec = spec with
            {
                Model = spec.Model with { StorageUri = Absolute(spec.Model.StorageUri) },
                Method = spec.Method with { Lora = AbsoluteStart(spec.Method.Lora) },
                Checkpoint = spec.Checkpoint with { StorageUri = Absolute(spec.Checkpoint.StorageUri) },
                Evaluation = spec.Evaluation with
                {
                    Tasks = [.. spec.Evaluation.Tasks.Select(
                        task => task with { Data = task.Data with { StorageUri = Absolute(task.Data.StorageUri) } })],
                },
                Clients = [.. spec.Clients.Select(
                    client => client with { Data = client.Data with { StorageUri = Absolute(client.Data.StorageUri) } })],
            },
        };

        LoraMethodSpec? AbsoluteStart(LoraMethodSpec? lora) => lora is { StartFrom: { } start }
            ? lora with { StartFrom = start with { StorageUri = Absolute(start.StorageUri) } }
            : lora;

        string Absolute(string address) =>
            LocalAddress.ToPath(address, folder) is { } path ? FileAddress.Of(path) : address;
    }
}
