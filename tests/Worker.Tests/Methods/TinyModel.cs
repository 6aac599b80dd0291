using FedK8s.Worker.Methods;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

/// <summary>
/// A tiny model of the reference vectors, the grouped-query decoder if no other is named, with a method attached: an
/// encoder by its own name, one of another family as in gpt2/tied.
/// </summary>
internal static class TinyModel
{
    public const string Decoder = "gqa_tied";

    public static LoadedModel With(
        ITuningMethod method, long seed = 1, ScalarType? compute = null, string model = Decoder)
    {
        var loaded = Load(model, compute);
        method.Attach(loaded.Model, seed);
        return loaded;
    }

    /// <summary>Without a method.</summary>
    public static LoadedModel Load(string model, ScalarType? compute = null)
    {
        var folder = model == Decoder || model.Contains('/') ? ReferenceCase.FolderOf(model) : EncoderCase.FolderOf(model);
        return ModelFolder.Load(folder, CPU, compute ?? ScalarType.Float32);
    }

    /// <summary>Logits for a fixed text, detached unless gradients are wanted.</summary>
    public static Tensor Logits(LoadedModel loaded, bool withGradients = false)
    {
        using var gradients = set_grad_enabled(withGradients);
        return loaded.Model.call(new(tensor(new long[] { 3, 1, 4, 1, 5, 9 }, [1, 6])));
    }

    /// <summary>Gives every trained weight values that are not its start values.</summary>
    public static void Disturb(ITuningMethod method, LoadedModel loaded)
    {
        foreach (var ((_, weight), seed) in method.Trainables(loaded.Model).Zip(Enumerable.Range(1, int.MaxValue)))
        {
            Worker.Network.Weights.FillNormal(weight, (ulong)seed, 0.5);
        }
    }

    /// <summary>The trained weights as a file.</summary>
    public static byte[] Bytes(ITuningMethod method, LoadedModel loaded)
    {
        using var stream = new MemoryStream();
        TensorState.Write(stream, method.Trainables(loaded.Model));
        return stream.ToArray();
    }
}
