using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Manifests;

/// <summary>What must hold on this machine beyond the rules of the spec: every address is a file here, and the file is there.</summary>
internal static class LocalRules
{
    private const string Allow = "change its permissions, or run as a user who may";

    public static void Check(FederatedRunSpec spec, string folder, bool forServices, ManifestProblems problems)
    {
        CheckFolder("spec.model.storageUri", spec.Model.StorageUri, "config.json", "a Hugging Face folder", folder, problems);
        if (spec.Method.Lora?.StartFrom is { } start)
        {
            CheckFolder(
                "spec.method.lora.startFrom.storageUri", start.StorageUri, "adapter_config.json", "a PEFT adapter folder", folder, problems);
        }

        foreach (var (index, task) in spec.Evaluation.Tasks.Index())
        {
            CheckData($"spec.evaluation.tasks[{index}].data.storageUri", task.Data.StorageUri, folder, problems);
        }

        if (!forServices)
        {
            CheckScheme("spec.checkpoint.storageUri", spec.Checkpoint.StorageUri, problems, "write file:// or give --store");
        }

        foreach (var (index, client) in spec.Clients.Index())
        {
            CheckData($"spec.clients[{index}].data.storageUri", client.Data.StorageUri, folder, problems);
        }
    }

    private static void CheckFolder(
        string at, string address, string config, string wanted, string folder, ManifestProblems problems)
    {
        if (!CheckScheme(at, address, problems) || LocalAddress.ToPath(address, folder) is not { } path)
        {
            return;
        }

        if (!Directory.Exists(path))
        {
            AddMissing(at, $"no folder {path}", wanted, "check the path", problems);
            return;
        }

        if (!File.Exists(Path.Combine(path, config)))
        {
            AddMissing(
                at,
                $"a folder without {config}, {path}",
                wanted,
                $"point it at the folder with {config} and the .safetensors file",
                problems);
            return;
        }

        var files = Directory.EnumerateFiles(path, "*", new EnumerationOptions { IgnoreInaccessible = true });
        if (files.Order(StringComparer.Ordinal).FirstOrDefault(file => !MayBeRead(file)) is { } unreadable)
        {
            AddMissing(at, $"a file that may not be read, {unreadable}", "files that this user may read", Allow, problems);
        }
    }

    private static void CheckData(string at, string address, string folder, ManifestProblems problems)
    {
        if (!CheckScheme(at, address, problems) || LocalAddress.ToPath(address, folder) is not { } path)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            AddMissing(at, $"a folder, {path}", "a file", "name a file in it", problems);
        }
        else if (!File.Exists(path))
        {
            AddMissing(at, $"no file {path}", "a file of examples", "check the path", problems);
        }
        else if (!MayBeRead(path))
        {
            AddMissing(at, $"a file that may not be read, {path}", "one that this user may read", Allow, problems);
        }
    }

    private static bool MayBeRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    private static bool CheckScheme(
        string at, string address, ManifestProblems problems, string cure = "copy the files here and write file://")
    {
        var scheme = address.Split("://", 2)[0];
        if (scheme is not ("az" or "pvc"))
        {
            return true;
        }

        problems.Add(new(at, $"\"{address}\"", "file://, the one scheme that `fedk8s run` reads in this version", cure));
        return false;
    }

    private static void AddMissing(string at, string found, string wanted, string cure, ManifestProblems problems) =>
        problems.Add(ExitCodes.FileNotFound, new(at, found, wanted, cure));
}
