using FedK8s.Core.Blocks;
using FedK8s.Core.Determinism;
using FedK8s.Worker.Network;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>
/// Low-rank adaptation of one projection (arXiv:2106.09685, eq. 3): h = W x + (alpha / rank) B A x. A starts random and
/// B at zero, so that h starts as W x. The weights are float32; their products are computed in the model's compute
/// type.
/// </summary>
internal sealed class LoraOverlay : Module<Tensor, Tensor, Tensor>
{
    private readonly Projection[] _projection; // in an array: a field of module type would become a child
    private readonly Placement _placement;
    private readonly double _scale;
    internal readonly Parameter lora_A; // (rank, in)
    internal readonly Parameter lora_B; // (out, rank)
    internal readonly Parameter? lora_sum; // (out, in)

    /// <param name="projection">Where it lies.</param>
    /// <param name="rank">At least 1.</param>
    /// <param name="scale">What B A x is multiplied by.</param>
    /// <param name="placement">Of the model.</param>
    /// <param name="keepsSum">
    /// Whether the products of earlier rounds are kept beside B A (FLoRA, arXiv:2409.05976, which adds them to W; here W never changes):
    /// h = W x + scale (sum + B A) x.
    /// </param>
    public LoraOverlay(Projection projection, int rank, double scale, Placement placement, bool keepsSum = false)
        : base(nameof(LoraOverlay))
    {
        _projection = [projection];
        _placement = placement;
        _scale = scale;
        lora_A = Weights.Empty([rank, projection.InputWidth], ScalarType.Float32, placement.Device);
        lora_B = Weights.Empty([projection.OutputWidth, rank], ScalarType.Float32, placement.Device);
        lora_sum = keepsSum
            ? Weights.Empty([projection.OutputWidth, projection.InputWidth], ScalarType.Float32, placement.Device)
            : null;
        RegisterComponents();
    }

    /// <summary>The weights with the ends of their names.</summary>
    public IReadOnlyList<(string Name, Parameter Weight)> Tensors => lora_sum is null
        ? [(LoraFactors.A, lora_A), (LoraFactors.B, lora_B)]
        : [(LoraFactors.A, lora_A), (LoraFactors.B, lora_B), (LoraFactors.Sum, lora_sum)];

    /// <summary>Rows of A and columns of B.</summary>
    public int Rank => (int)lora_A.shape[0];

    /// <summary>Whether (alpha / rank) B A is part of the projection's weight at present.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>Gives the weights their start values and makes them trainable.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="name">The projection's name.</param>
    public void Start(long seed, string name)
    {
        Weights.FillKaimingUniform(lora_A, Seeds.Derive(seed, "lora", name, "A"));
        Weights.FillConstant(lora_B, 0);
        if (lora_sum is not null)
        {
            Weights.FillConstant(lora_sum, 0);
        }

        lora_A.requires_grad = true;
        lora_B.requires_grad = true;
    }

    /// <summary>
    /// The same with another rank and the same scale, so that B A is the sum of the ranks that both have; ranks that this has not are 0.
    /// </summary>
    public LoraOverlay WithRank(int rank)
    {
        var other = new LoraOverlay(_projection[0], rank, _scale, _placement, lora_sum is not null);
        Weights.FillConstant(other.lora_A, 0);
        Weights.FillConstant(other.lora_B, 0);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var both = Math.Min(rank, Rank);
        other.lora_A.narrow(0, 0, both).copy_(lora_A.narrow(0, 0, both)); // (both, in)
        other.lora_B.narrow(1, 0, both).copy_(lora_B.narrow(1, 0, both)); // (out, both)
        if (lora_sum is not null)
        {
            other.lora_sum!.copy_(lora_sum); // not null: made as this one is
        }

        return other;
    }

    public override Tensor forward(Tensor input, Tensor output)
    {
        if (IsMerged)
        {
            return output;
        }

        // The product adds to the output by itself and scales on the way: two passes over (..., out) less, and over its gradient.
        var narrow = functional.linear(input.to(_placement.Compute), lora_A.to(_placement.Compute));     // (..., rank)
        var before = output.flatten(0, -2);
        if (lora_sum is not null)
        {
            before = addmm(
                before, input.to(_placement.Compute).flatten(0, -2), lora_sum.to(_placement.Compute).t(), beta: 1, alpha: (float)_scale);
        }

        var changed = addmm(
            before, narrow.flatten(0, -2), lora_B.to(_placement.Compute).t(), beta: 1, alpha: (float)_scale);
        return changed.view(output.shape);                                           // (..., out)
    }

    /// <summary>Adds (alpha / rank) B A to the projection's weight; twice is once.</summary>
    /// <exception cref="InvalidOperationException">
    /// The weight is not stored in float32, so that it could not be taken back.
    /// </exception>
    public void Merge() => AddToWeight(sign: 1, isMerged: true);

    /// <summary>Takes back <see cref="Merge"/>; twice is once.</summary>
    public void Unmerge() => AddToWeight(sign: -1, isMerged: false);

    private void AddToWeight(int sign, bool isMerged)
    {
        var weight = _projection[0].weight;
        if (weight.dtype != ScalarType.Float32)
        {
            throw new InvalidOperationException(
                $"A weight stored in {weight.dtype} cannot be merged: load the model with float32 storage.");
        }

        if (IsMerged == isMerged)
        {
            return;
        }

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var product = mm(lora_B, lora_A); // (out, in)
        var change = (lora_sum is null ? product : product + lora_sum) * (sign * _scale);
        weight.add_(_projection[0].Order == WeightOrder.OutputFirst ? change : change.t());
        IsMerged = isMerged;
    }
}
