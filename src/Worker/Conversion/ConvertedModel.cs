using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Conversion;

/// <summary>A checkpoint of another program as Hugging Face lays it out. Its values are read while it is written.</summary>
/// <param name="Location">The file it is read from; for messages.</param>
/// <param name="Config">The content of config.json.</param>
/// <param name="Tensors">The weights.</param>
/// <param name="File">What holds their values; null where nothing needs to be closed.</param>
internal sealed record ConvertedModel(
    string Location, JsonObject Config, IReadOnlyList<ConvertedTensor> Tensors, IDisposable? File = null) : IDisposable
{
    // Other programs' loaders ask for it.
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <exception cref="RunFailedException">
    /// FK3004: nothing here runs a model of this configuration; FK3003: its tensors are others than it should have.
    /// </exception>
    public void RequireSupported()
    {
        var plan = ModelFamilies.Read(Config);
        using var model = plan.AreSizesKnown
            ? plan.Create(new Placement(META, ScalarType.Float32, ScalarType.Float32))
            : null;
        var entries = Tensors.Select(tensor => new TensorEntry(
            tensor.Declaration.Name, tensor.Declaration.Type, tensor.Declaration.Shape, Offset: 0));
        var tensorProblems = model is null ? [] : new TensorMatch(entries, model.BaseWeights).Problems;
        string[] problems = [.. plan.Problems, .. tensorProblems];
        if (problems.Length > 0)
        {
            throw new RunFailedException(
                plan.Problems.Count > 0 ? ExitCodes.UnsupportedModel : ExitCodes.CheckpointMismatch,
                $"{Location}: {string.Join("; ", problems)}; convert another checkpoint.");
        }
    }

    /// <summary>Writes the folder; config.json comes last.</summary>
    /// <param name="folder">Created where missing.</param>
    /// <param name="companions">Names and contents of the files beside it.</param>
    public void Write(string folder, IReadOnlyList<(string FileName, JsonObject Content)> companions)
    {
        var byName = Tensors.ToDictionary(tensor => tensor.Declaration.Name, StringComparer.Ordinal);
        Directory.CreateDirectory(folder);
        SafetensorsWriter.WriteFile(
            Path.Combine(folder, TensorSource.FileName), Tensors.Select(tensor => tensor.Declaration), Metadata,
            (writer, entry) => byName[entry.Name].Write(writer, entry));
        foreach (var (fileName, content) in companions)
        {
            AtomicFile.Write(Path.Combine(folder, fileName), ModelConfig.Bytes(content));
        }

        ModelConfig.Write(Config, folder);
    }

    public void Dispose() => File?.Dispose();
}
