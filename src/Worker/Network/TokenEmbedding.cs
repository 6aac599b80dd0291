using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network;

/// <summary>One vector per token id; the same matrix may also score the vocabulary at the output.</summary>
internal sealed class TokenEmbedding : Module<Tensor, Tensor>
{
    private readonly Placement _placement;
    internal readonly Parameter weight; // (V, C)

    public TokenEmbedding(int vocabularySize, int width, Placement placement)
        : base(nameof(TokenEmbedding))
    {
        _placement = placement;
        weight = Weights.Empty([vocabularySize, width], placement.Storage, placement.Device);
        RegisterComponents();
    }

    /// <summary>The vectors of the tokens, float32.</summary>
    public override Tensor forward(Tensor tokens) => weight[tokens].to(ScalarType.Float32); // (B, T) -> (B, T, C)

    /// <summary>How well each token's vector fits, in the compute type.</summary>
    public Tensor Score(Tensor hidden) =>
        functional.linear(hidden.to(_placement.Compute), weight.to(_placement.Compute));     // (B, T, C) -> (B, T, V)
}
