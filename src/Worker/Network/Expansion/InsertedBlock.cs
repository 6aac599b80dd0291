using FedK8s.Contracts.Spec;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Expansion;

/// <summary>
/// A new block b that follows base block p: y = h + s (b(h) - h), with h what p gave. b starts as a copy of p. Where p norms before
/// it computes (pre-LN), the last matrix of both its halves starts at zero, so that b(h) = h, and s is 1 (arXiv:2401.02415, section
/// 3.1). Where p norms afterwards (post-LN), b(h) is never h; there s is a vector (C) that is trained and starts at zero. With a gate s is
/// multiplied by what <see cref="BlockGateWeights"/> reads from h.
/// </summary>
internal sealed class InsertedBlock : IDisposable
{
    private const string GatePrefix = "gate.";

    /// <param name="after">p, from 0 at the input.</param>
    /// <param name="layer">b, a copy of p in float32.</param>
    /// <param name="residualOutputs">The last matrices of b's halves, where it norms before; otherwise null.</param>
    /// <param name="gate">What is read.</param>
    /// <param name="width">C.</param>
    /// <param name="device">Where the weights go.</param>
    public InsertedBlock(
        int after, nn.Module layer, IReadOnlyList<Projection>? residualOutputs, BlockGate gate, int width, Device device)
    {
        (After, Layer) = (after, layer);
        foreach (var projection in residualOutputs ?? [])
        {
            Network.Weights.FillConstant(projection.weight, 0);
            if (projection.bias is { } bias)
            {
                Network.Weights.FillConstant(bias, 0);
            }
        }

        var isScaled = residualOutputs is null;
        Gate = isScaled || gate != BlockGate.None ? new BlockGateWeights(gate, isScaled, width, device) : null;
        Weights =
        [
            .. layer.named_parameters().Select(found => (found.name, found.parameter)),
            .. (Gate?.named_parameters() ?? []).Select(found => (GatePrefix + found.name, found.parameter)),
        ];
    }

    /// <summary>p: the number of the base block that it follows.</summary>
    public int After { get; }

    /// <summary>b.</summary>
    public nn.Module Layer { get; }

    /// <summary>s; null where it is 1.</summary>
    public BlockGateWeights? Gate { get; }

    /// <summary>All of its weights, float32, by names such as <c>self_attn.q_proj.weight</c> and <c>gate.bias</c>.</summary>
    public IReadOnlyList<(string Name, Parameter Weight)> Weights { get; }

    /// <summary>Puts b(h) into the residual stream.</summary>
    /// <param name="hidden">h, (B, T, C).</param>
    /// <param name="changed">b(h), (B, T, C).</param>
    /// <param name="visible">Which positions each may read, bool (1 or B, 1 or T, T); null for all. Only read where there is a gate.</param>
    public Tensor Merge(Tensor hidden, Tensor changed, Tensor? visible) =>
        Gate is null ? changed : Gate.call(hidden, changed, visible);

    public void Dispose()
    {
        Layer.Dispose();
        Gate?.Dispose();
    }
}
