using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Expansion;

/// <summary>Which tokens a token may read where it sees only itself and those before it.</summary>
internal static class CausalMask
{
    /// <summary>Bool, (1, T, T).</summary>
    /// <param name="tokens">(B, T).</param>
    public static Tensor Of(Tensor tokens) =>
        ones(tokens.shape[1], tokens.shape[1], dtype: ScalarType.Bool, device: tokens.device).tril().unsqueeze(0);
}
