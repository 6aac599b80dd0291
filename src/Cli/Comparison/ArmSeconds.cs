using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Core.Files;

namespace FedK8s.Cli.Comparison;

/// <summary>The wall time of a run of an arm that was run in one go.</summary>
/// <param name="Total">From taking its folder to the last evaluation.</param>
/// <param name="Training">While at least one client was taking steps.</param>
internal sealed record ArmSeconds(double Total, double Training)
{
    /// <summary>What was noted; null where nothing was, or what is there cannot be read.</summary>
    public static ArmSeconds? Find(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ArmSeconds>(File.ReadAllBytes(path), ContractJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Notes it for a later start, which finds the run complete.</summary>
    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Options));
}
