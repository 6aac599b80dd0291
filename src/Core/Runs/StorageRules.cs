using System.Text.RegularExpressions;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints.Azure;

namespace FedK8s.Core.Runs;

/// <summary>What must hold for the addresses of a spec, before anyone looks whether something is there.</summary>
internal static partial class StorageRules
{
    private static readonly string[] Schemes = ["file", "az", "pvc"];

    private static readonly string[] DataExtensions = [".jsonl", ".csv", ".txt"];

    public static void CheckModel(ModelSpec model, SpecProblems problems)
    {
        CheckAddress("spec.model.storageUri", model.StorageUri, "file://models/base", problems);
        if (model.Revision is { } revision && !Sha256().IsMatch(revision))
        {
            problems.Add(
                "spec.model.revision",
                SpecProblems.Quoted(revision),
                "the SHA-256 of model.safetensors, 64 lower-case hexadecimal digits",
                "write what sha256sum prints, or remove the line");
        }
    }

    public static void CheckCheckpoint(CheckpointSpec checkpoint, SpecProblems problems)
    {
        CheckAddress("spec.checkpoint.storageUri", checkpoint.StorageUri, "file://out", problems);
        problems.AtLeast("spec.checkpoint.keep", checkpoint.Keep, 1);
    }

    public static void CheckData(string path, string address, DataFormat format, SpecProblems problems)
    {
        if (!CheckAddress($"{path}.storageUri", address, "file://data/site-a.jsonl", problems))
        {
            return;
        }

        var extension = Path.GetExtension(address);
        if (format == DataFormat.Auto && !DataExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add(
                $"{path}.storageUri",
                $"{SpecProblems.Quoted(address)}, whose extension does not tell its format",
                $"a file that ends in {string.Join(", ", DataExtensions)}",
                "rename it or write format: Jsonl, Csv or Text");
        }
    }

    public static bool CheckAddress(string path, string address, string example, SpecProblems problems)
    {
        var parts = address.Split("://", 2);
        if (parts.Length != 2 || !Schemes.Contains(parts[0]) || parts[1].Length == 0 || parts[1].Any(char.IsControl))
        {
            problems.Add(
                path,
                SpecProblems.Quoted(address),
                $"an address that starts with {string.Join(", ", Schemes.Select(scheme => $"{scheme}://"))}",
                $"write for example {example}");
            return false;
        }

        if (parts[0] == "az" && AzureBlobAddress.Find(address) is null)
        {
            problems.Add(
                path,
                SpecProblems.Quoted(address),
                "az://CONTAINER/PATH, the container of 3 to 63 lower-case letters, digits and single hyphens",
                "correct it; account and credentials are not part of the address");
            return false;
        }

        return true;
    }

    [GeneratedRegex("^[0-9a-f]{64}\\z")]
    private static partial Regex Sha256();
}
