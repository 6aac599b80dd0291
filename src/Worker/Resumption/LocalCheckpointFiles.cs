using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Core.Files;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace FedK8s.Worker.Resumption;

/// <summary>
/// The saved step of one training in a folder: a tensor file, and the document that names it, written last and replaced in
/// one step. Until then the step saved before is the one that counts.
/// </summary>
/// <param name="folder">Nothing else is in it.</param>
/// <param name="key">Which training it is.</param>
internal sealed class LocalCheckpointFiles(string folder, LocalCheckpointKey key)
{
    private const string DocumentName = "checkpoint.json";
    private const string Tensors = ".safetensors";

    /// <summary>Which training it is.</summary>
    public LocalCheckpointKey Key => key;

    /// <summary>What was saved last; null where there is nothing.</summary>
    /// <param name="weights">Those that are to be trained.</param>
    /// <exception cref="InvalidDataException">It belongs to another training, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public TrainingSnapshot? Read(IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        var path = At(DocumentName);
        if (!File.Exists(path))
        {
            return null;
        }

        var document = Parse(File.ReadAllBytes(path));
        Require(document.Format == LocalCheckpointDocument.CurrentFormat, $"its format is {document.Format}");
        Require(document.Key == key, $"it belongs to round {document.Key.Round} or to other data, settings or weights");
        Require(Path.GetFileName(document.File) == document.File, "it names a file elsewhere");
        Require(Sha256(At(document.File)) == document.Sha256, $"{document.File} was changed");
        using var source = SafetensorsFile.Open(At(document.File));
        RequireFit(source.Entries, document, weights);
        return SnapshotOf(document, source);
    }

    /// <summary>Replaces what was saved.</summary>
    /// <exception cref="Core.Errors.RunFailedException">The disk is full, or the folder cannot be written.</exception>
    /// <exception cref="IOException">Writing failed otherwise.</exception>
    public void Write(TrainingSnapshot snapshot)
    {
        var name = snapshot.Step.ToString("D9", CultureInfo.InvariantCulture) + Tensors;
        var sha256 = "";
        AtomicFile.Write(At(name), stream => sha256 = Write(snapshot, stream));
        var document = new LocalCheckpointDocument
        {
            Format = LocalCheckpointDocument.CurrentFormat,
            Key = key,
            Step = snapshot.Step,
            LossSum = snapshot.LossSum,
            TargetCount = snapshot.TargetCount,
            OptimizerSteps = snapshot.OptimizerSteps,
            File = name,
            Sha256 = sha256,
        };
        AtomicFile.Write(At(DocumentName), JsonSerializer.SerializeToUtf8Bytes(document, ContractJson.Options));
        foreach (var old in Directory.EnumerateFiles(folder, "*" + Tensors).Where(path => Path.GetFileName(path) != name))
        {
            File.Delete(old);
        }
    }

    /// <summary>Removes everything.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be removed.</exception>
    public void Remove()
    {
        if (Directory.Exists(folder))
        {
            File.Delete(At(DocumentName)); // first: without it nothing else counts
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Write(TrainingSnapshot snapshot, Stream destination)
    {
        using var sha256 = SHA256.Create();
        using (var hashing = new CryptoStream(destination, sha256, CryptoStreamMode.Write, leaveOpen: true))
        {
            TensorState.Write(hashing, snapshot.Tensors);
        }

        return Convert.ToHexStringLower(sha256.Hash!); // computed when the stream was closed
    }

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static LocalCheckpointDocument Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalCheckpointDocument>(json, ContractJson.Options)
                ?? throw new JsonException("The document is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{DocumentName} cannot be read: {exception.Message}", exception);
        }
    }

    private static void RequireFit(
        IReadOnlyList<TensorEntry> tensors, LocalCheckpointDocument document, IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        var isCounted = document.OptimizerSteps.Count > 0;
        Require(!isCounted || document.OptimizerSteps.Count == weights.Count, "it counts the steps of other weights");
        var byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var (weight, value) in weights)
        {
            var shape = TensorShape.Create(value.shape);
            foreach (var (name, isNeeded) in OptimizerMemory.Names(weight, isCounted))
            {
                var isThere = byName.Remove(name, out var tensor);
                Require(isThere ? tensor!.Type == TensorType.F32 && tensor.Shape == shape : !isNeeded, $"{name} is not as the model has it");
            }
        }

        Require(byName.Count == 0, "it holds tensors that the model has not");
    }

    private static TrainingSnapshot SnapshotOf(LocalCheckpointDocument document, SafetensorsFile source)
    {
        (TensorEntry Entry, torch.Tensor Value)[] pairs =
            [.. source.Entries.Select(entry => (entry, torch.empty([.. entry.Shape], torch.float32).DetachFromDisposeScope()))];
        var snapshot = new TrainingSnapshot
        {
            Step = document.Step,
            LossSum = document.LossSum,
            TargetCount = document.TargetCount,
            OptimizerSteps = document.OptimizerSteps,
            Tensors = [.. pairs.Select(pair => (pair.Entry.Name, pair.Value))],
        };
        try
        {
            TensorState.Load(source, pairs);
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new InvalidDataException(otherwise);
        }
    }

    private string At(string name) => Path.Combine(folder, name);
}
