using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Network.Gpt2;

/// <summary>The feed-forward block: W_proj act(W_fc x + b_fc) + b_proj.</summary>
internal sealed class Gpt2FeedForward : OverlaidLayer
{
    // Twice the square root of 2 / pi, and that by the coefficient of the cube.
    private static readonly double Linear = 2 * Math.Sqrt(2 / Math.PI);
    private static readonly double Cubic = Linear * 0.044715;

    private readonly Gpt2Activation _activation;
    private readonly Projection c_fc;
    private readonly Projection c_proj;

    public Gpt2FeedForward(Gpt2Config config, Placement placement)
        : base(nameof(Gpt2FeedForward))
    {
        _activation = config.Activation;
        var (width, inner) = (config.HiddenSize, config.FeedForwardSize);
        c_fc = new Projection(width, inner, placement, hasBias: true, WeightOrder.InputFirst);
        c_proj = new Projection(inner, width, placement, hasBias: true, WeightOrder.InputFirst);
        RegisterComponents();
    }

    /// <summary>The last matrix.</summary>
    public Projection Output => c_proj;

    protected override Tensor Apply(Tensor input) => c_proj.call(Bend(c_fc.call(input))); // (B, T, C)

    private Tensor Bend(Tensor inner) => _activation switch
    {
        Gpt2Activation.Relu => functional.relu(inner),
        Gpt2Activation.Gelu => functional.gelu(inner),
        _ => TanhGelu(inner),
    };

    // x/2 (1 + tanh(u)) is x sigmoid(2u), which keeps fewer tensors for the backward pass.
    private static Tensor TanhGelu(Tensor inner) => // (B, T, F)
        inner * (inner * ((inner * inner * Cubic) + Linear)).sigmoid();
}
