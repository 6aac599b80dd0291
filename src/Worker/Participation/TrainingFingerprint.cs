using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Commands;
using FedK8s.Worker.Data;

namespace FedK8s.Worker.Participation;

/// <summary>
/// SHA-256 over what, beside the start's weights, the round and the client, decides the bytes of an update. Saved steps are
/// gone on from only where it is the same.
/// </summary>
internal static class TrainingFingerprint
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Of(RunModel model, IReadOnlyList<EncodedExample> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var settings = new
        {
            model.Spec.Method,
            model.Spec.Task,
            model.Spec.LocalTraining,
            model.Spec.RetentionGuard,
            MaxRounds = model.Spec.Rounds.Max, // the learning rate's schedule spans them
            Device = model.Device.type.ToString(),
            ComputeType = model.ComputeType.ToString(),
        };
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(settings, ContractJson.Options));
        foreach (var example in examples)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([example.Tokens.Length, example.FirstTarget, example.Label ?? -1]));
            hash.AppendData(MemoryMarshal.AsBytes<int>(example.Tokens));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The same for a client that is told to train a part, or for fewer steps.</summary>
    public static string WithAssignment(string fingerprint, TrainRound command) =>
        command is { Blocks: null, MaxSteps: null, Rank: null }
            ? fingerprint
            : Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
                new { fingerprint, command.Blocks, command.MaxSteps, command.Rank }, ContractJson.Options)));
}
