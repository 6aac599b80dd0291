using static TorchSharp.torch;

namespace FedK8s.Worker.Network;

/// <summary>What a model reads in one forward pass.</summary>
/// <param name="Tokens">(B, T), int64: ids below the model's vocabulary size; shorter rows are filled on the right.</param>
/// <param name="Mask">
/// (B, T), bool: where a row's own tokens are. Null where no row is filled, or where the model is causal: there no token
/// sees the filling.
/// </param>
/// <param name="Tape">
/// Keeps the inputs of the layers, so that a backward pass can run them again; null where autograd keeps all it needs.
/// </param>
internal readonly record struct ModelInput(Tensor Tokens, Tensor? Mask = null, LayerTape? Tape = null);
