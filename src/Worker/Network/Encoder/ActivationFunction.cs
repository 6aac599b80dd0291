using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Encoder;

/// <summary>The functions that <see cref="Activation"/> names.</summary>
internal static class ActivationFunction
{
    /// <summary>Bends every element.</summary>
    public static Tensor Bend(this Activation activation, Tensor input) =>
        activation == Activation.Relu ? functional.relu(input) : functional.gelu(input);
}
