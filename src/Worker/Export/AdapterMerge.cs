using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp;

namespace FedK8s.Worker.Export;

/// <summary>Folds a PEFT adapter into its base model.</summary>
public static class AdapterMerge
{
    /// <summary>
    /// Writes base model and adapter as one Hugging Face folder, which appears whole or not at all. Where the adapter brings
    /// a classifier's head, that head is the model's; whether the base model has one does not matter.
    /// </summary>
    /// <param name="modelFolder">The base model.</param>
    /// <param name="adapterFolder">What PEFT's <c>save_pretrained</c> wrote, or <c>fedk8s export</c>.</param>
    /// <param name="outputFolder">Must not exist, or be empty.</param>
    /// <param name="type">Of the weights; the sum is taken in float32 and rounded once.</param>
    /// <exception cref="RunFailedException">
    /// A folder is missing or broken (FK9002, FK9005), asks for what is not carried out here (FK3004), the two do not belong
    /// together (FK3003), or the output cannot be written (FK9003, FK9004).
    /// </exception>
    public static void Write(string modelFolder, string adapterFolder, string outputFolder, MergedType type)
    {
        OutputFolder.RequireFree(outputFolder);
        var adapter = LoraImport.Open(adapterFolder);
        var method = new LoraMethod(adapter);
        using var loaded = ModelFolder.Load(modelFolder, torch.CPU, torch.float32, task: TaskOf(adapter, modelFolder));
        method.Attach(loaded.Model, seed: 0);
        method.Merge(loaded.Model);
        OutputFolder.Write(outputFolder, folder => ModelFolder.Write(loaded, folder, TensorTypeOf(type)));
    }

    // The head starts anew where the base model's is another; either way the adapter holds all its weights.
    private static ModelTask? TaskOf(LoraImport adapter, string modelFolder) => adapter.LabelCount is { } count
        ? new ModelTask(TaskKind.SequenceClassification, LabelsOf(modelFolder, count), Seed: 0)
        : null;

    // An adapter does not name its labels.
    private static IReadOnlyList<string> LabelsOf(string modelFolder, int count)
    {
        var named = LabelFields.Read(new ConfigFields(ModelConfig.Read(modelFolder)));
        return named.Count == count ? named : LabelFields.DefaultsOf(count);
    }

    private static TensorType? TensorTypeOf(MergedType type) => type switch
    {
        MergedType.F32 => TensorType.F32,
        MergedType.BF16 => TensorType.BF16,
        MergedType.F16 => TensorType.F16,
        _ => null,
    };
}
