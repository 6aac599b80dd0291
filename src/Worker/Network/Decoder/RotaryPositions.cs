using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// Rotary position embedding (arXiv:2104.09864, eq. 34) in Hugging Face's arrangement: coordinate i of a head is paired
/// with i + D/2, and pair i turns by position * base^(-2i/D), or what
/// <see cref="RotaryScaling"/> makes of that. Made once for the longest input and then kept;
/// whoever made it disposes it.
/// </summary>
internal sealed class RotaryPositions : IDisposable
{
    private readonly Tensor _cosine; // (T, D), both halves alike
    private readonly Tensor _sine;   // (T, D)

    private RotaryPositions(Tensor cosine, Tensor sine)
    {
        _cosine = cosine.DetachFromDisposeScope();
        _sine = sine.DetachFromDisposeScope();
    }

    /// <summary>Positions that it reaches.</summary>
    public int Length => (int)_cosine.shape[0];

    /// <summary>The angles for positions 0 to length - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length exceeds what the model was made for.</exception>
    public static RotaryPositions Of(DecoderConfig config, int length, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, config.MaximumLength);
        var angles = new float[length * config.HeadWidth];
        var half = config.HeadWidth / 2;
        foreach (var (i, frequency) in Frequencies(config).Index())
        {
            for (var position = 0; position < length; position++)
            {
                var row = position * config.HeadWidth;
                angles[row + i] = angles[row + half + i] = position * frequency;
            }
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var angle = tensor(angles, [length, config.HeadWidth], device: device); // (T, D)
        var amplitude = config.RotaryScaling?.Amplitude ?? 1;
        return new RotaryPositions(angle.cos() * amplitude, angle.sin() * amplitude);
    }

    /// <summary>Turns queries or keys in float32; the result has the input's type.</summary>
    /// <param name="heads">(B, any number of heads, T, D); T at most <see cref="Length"/>.</param>
    public Tensor Rotate(Tensor heads)
    {
        var exact = heads.to(ScalarType.Float32);                                    // (B, H, T, D)
        var half = heads.shape[^1] / 2;
        var first = exact.narrow(-1, 0, half);                                       // (B, H, T, D/2)
        var second = exact.narrow(-1, half, half);                                   // (B, H, T, D/2)
        var length = heads.shape[2];
        var turned = exact * _cosine.narrow(0, 0, length)
            + cat([-second, first], dim: -1) * _sine.narrow(0, 0, length);           // (B, H, T, D)
        return turned.to(heads.dtype);
    }

    public void Dispose()
    {
        _cosine.Dispose();
        _sine.Dispose();
    }

    // Radians per position, the fastest pair first. Rounded to float before they meet a position, because that is what
    // the family's models were trained with.
    private static IEnumerable<float> Frequencies(DecoderConfig config)
    {
        var plain = Enumerable.Range(0, config.HeadWidth / 2)
            .Select(i => Math.Pow(config.RotaryBase, -2.0 * i / config.HeadWidth))
            .ToArray();
        return (config.RotaryScaling?.Apply(plain, config.RotaryBase) ?? plain).Select(frequency => (float)frequency);
    }
}
