using FedK8s.Core.Tensors;
using TorchSharp.Modules;

namespace FedK8s.Worker.Network.Files;

/// <summary>Named weights to and from tensor files: the trainable part of a checkpoint, an update, a whole model.</summary>
internal static class TensorState
{
    /// <summary>Copies every weight from the source, converted to the weight's number format and device.</summary>
    /// <exception cref="Core.Errors.RunFailedException">FK3003, one line that names every missing, unexpected or misshapen tensor.</exception>
    public static void Load(ITensorSource source, IReadOnlyList<(string Name, Parameter Weight)> weights) =>
        throw new NotImplementedException();

    /// <summary>Writes the weights as one safetensors file: the same weights give the same bytes.</summary>
    /// <param name="destination">Stays open.</param>
    /// <param name="weights">Names are unique; order does not matter.</param>
    /// <param name="type">Of the file: F32 for checkpoints and updates.</param>
    /// <param name="metadata">For the file's header.</param>
    public static void Write(
        Stream destination,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        TensorType type = TensorType.F32,
        IReadOnlyDictionary<string, string>? metadata = null) => throw new NotImplementedException();
}
