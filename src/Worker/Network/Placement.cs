using static TorchSharp.torch;

namespace FedK8s.Worker.Network;

/// <summary>Where a model's weights lie and in which number formats it works.</summary>
/// <param name="Device">Of every weight and of every input.</param>
/// <param name="Compute">
/// Of matrix products and attention: float32 or bfloat16. Norms, rotary positions and losses are float32.
/// </param>
/// <param name="Storage">
/// Of the weight matrices: float32, or <paramref name="Compute"/> to save memory where they stay frozen. Norms are
/// float32.
/// </param>
internal sealed record Placement(Device Device, ScalarType Compute, ScalarType Storage)
{
    /// <summary>The same for a part that every tuning method may train: its weights are stored in float32.</summary>
    public Placement ForTrained() => this with { Storage = ScalarType.Float32 };
}
