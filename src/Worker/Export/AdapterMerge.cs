using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network.Files;
using TorchSharp;

namespace FedK8s.Worker.Export;

/// <summary>Folds a PEFT adapter into its base model.</summary>
public static class AdapterMerge
{
    /// <summary>Writes base model and adapter as one Hugging Face folder, which appears whole or not at all.</summary>
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
        var method = new LoraMethod(LoraImport.Open(adapterFolder));
        using var loaded = ModelFolder.Load(modelFolder, torch.CPU, torch.float32);
        method.Attach(loaded.Model, seed: 0);
        method.Merge(loaded.Model);
        OutputFolder.Write(outputFolder, folder => ModelFolder.Write(loaded, folder, TensorTypeOf(type)));
    }

    private static TensorType? TensorTypeOf(MergedType type) => type switch
    {
        MergedType.F32 => TensorType.F32,
        MergedType.BF16 => TensorType.BF16,
        MergedType.F16 => TensorType.F16,
        _ => null,
    };
}
