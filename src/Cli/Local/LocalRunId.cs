using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Runs;

namespace FedK8s.Cli.Local;

/// <summary>
/// The identity of a run that no cluster has named: the same manifest is the same run, so that starting it again goes on with it.
/// </summary>
internal static class LocalRunId
{
    /// <summary>
    /// The manifest's <c>metadata.uid</c>, or else the first 16 hexadecimal digits of the SHA-256 of its name and spec. What may
    /// change while a run stays the same is no part of it.
    /// </summary>
    /// <param name="run">With absolute addresses: the same relative path elsewhere is other data.</param>
    public static RunId Of(FederatedRun run)
    {
        if (run.Metadata.Uid is { } uid)
        {
            return new(uid);
        }

        var identity = $"{run.Metadata.Name}\n{JsonSerializer.Serialize(SpecDifference.Identifying(run.Spec), ContractJson.Options)}";
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16]);
    }
}
