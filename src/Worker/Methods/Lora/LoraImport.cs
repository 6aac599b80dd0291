using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>An adapter that was trained before, as PEFT's folder holds it.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Settings">What its configuration says.</param>
/// <param name="LabelCount">How many labels the classifier of texts has that it brings along; null where it brings none.</param>
internal sealed record LoraImport(string Folder, LoraSettings Settings, int? LabelCount)
{
    public const string WeightsName = "adapter_model.safetensors";
    private const string PickledName = "adapter_model.bin";

    // BERT's, and RoBERTa's: (labels, C).
    private static readonly string[] ClassifiersLastLayers =
        ["base_model.model.classifier.weight", "base_model.model.classifier.out_proj.weight"];

    /// <summary>Reads an adapter's configuration and looks whether its weights are there.</summary>
    /// <exception cref="RunFailedException">
    /// FK9002: a file is not there. FK3004: the adapter asks for what is not carried out here. FK3003: the weights have
    /// another rank. FK9005: their file is broken.
    /// </exception>
    public static LoraImport Open(string folder)
    {
        var settings = LoraConfigReader.Read(folder);
        using var source = OpenWeights(folder);
        RequireRank(source, settings.Rank);
        return new(folder, settings, settings.TaskType == LoraExport.TextClassifier ? FindLabelCount(source) : null);
    }

    /// <summary>Refuses a manifest that says something else than the adapter it starts from.</summary>
    /// <exception cref="RunFailedException">FK9001, one line that names every difference.</exception>
    public void RequireAgreement(LoraMethodSpec spec)
    {
        string?[] differences =
        [
            spec.Rank is { } rank && rank != Settings.Rank ? $"rank {rank} and not {Settings.Rank}" : null,
            spec.Alpha is { } alpha && !alpha.Equals(Settings.Alpha)
                ? FormattableString.Invariant($"alpha {alpha} and not {Settings.Alpha}")
                : null,
            spec.TargetModules is { } targets && !targets.ToHashSet(StringComparer.Ordinal).SetEquals(Settings.Targets.List)
                ? $"targetModules {string.Join(", ", targets)} and not {Settings.Targets}"
                : null,
        ];
        if (differences.Any(difference => difference is not null))
        {
            throw new RunFailedException(ExitCodes.InvalidManifest,
                $"spec.method.lora: found {string.Join("; ", differences.OfType<string>())}, wanted what "
                + $"{Path.Combine(Folder, LoraConfigReader.FileName)} says; remove these fields or correct them.");
        }
    }

    /// <summary>Copies the adapter's weights into a model's.</summary>
    /// <param name="trainables">What the method trains, under PEFT's names.</param>
    /// <exception cref="RunFailedException">
    /// FK3003: tensors are missing, unexpected or misshapen; all are named. FK9005: their file is broken.
    /// </exception>
    public void Load(IReadOnlyList<(string Name, Parameter Weight)> trainables)
    {
        using var source = OpenWeights(Folder);
        TensorState.Load(source, trainables);
    }

    // Whether the file has the bytes was looked at when it was opened, so the count is no larger than the file.
    private static int? FindLabelCount(SafetensorsFile source) =>
        ClassifiersLastLayers.Select(source.Find).FirstOrDefault(entry => entry is not null) is { } last
            && last.Shape.Count == 2 && last.Shape.ElementCount > 0 && last.Shape[0] <= ConfigFields.LargestCount
            ? (int)last.Shape[0]
            : null;

    private static SafetensorsFile OpenWeights(string folder)
    {
        var path = Path.Combine(folder, WeightsName);
        if (!File.Exists(path) && File.Exists(Path.Combine(folder, PickledName)))
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{Path.Combine(folder, PickledName)}: found pickled weights, wanted {WeightsName}, which runs no code when it is "
                + "read; load the adapter with PEFT and save it with save_pretrained(folder, safe_serialization=True).");
        }

        try
        {
            return SafetensorsFile.Open(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{path}: not found or not readable; wanted a PEFT adapter folder with {WeightsName}; check the path.", exception);
        }
    }

    // Before anything is made in that size: a wrong rank could take all the memory of the machine.
    private static void RequireRank(SafetensorsFile source, int rank)
    {
        var first = source.Entries.FirstOrDefault(entry => LoraFactors.IsA(entry.Name));
        if (first is null || first.Shape.Count != 2 || first.Shape[0] != rank || first.Shape.ElementCount == 0)
        {
            throw new RunFailedException(ExitCodes.CheckpointMismatch,
                $"{source.Location}: found {(first is null ? $"no *{LoraFactors.A}" : $"{first.Name} of {first.Shape}")}, wanted "
                + $"{rank} rows as {LoraConfigReader.FileName} says in r; use the files that belong together.");
        }
    }
}
