namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// How rotary frequencies are changed for texts longer than those of the first training. Frequencies are radians per
/// position, the fastest pair first. The changes are Hugging Face's, worked out in float64.
/// </summary>
internal abstract record RotaryScaling
{
    /// <summary>What sine and cosine are multiplied by.</summary>
    public virtual double Amplitude => 1;

    /// <param name="frequencies">rotaryBase^(-2i/D) for i from 0 to below D/2.</param>
    /// <param name="rotaryBase">Their base.</param>
    public abstract double[] Apply(double[] frequencies, double rotaryBase);

    /// <summary>Position interpolation (arXiv:2306.15595, eq. 4): every pair turns slower.</summary>
    /// <param name="Factor">By how much.</param>
    internal sealed record Linear(double Factor) : RotaryScaling
    {
        public override double[] Apply(double[] frequencies, double rotaryBase) =>
            [.. frequencies.Select(frequency => frequency / Factor)];
    }

    /// <summary>
    /// Llama 3.1's: pairs that turn less than <paramref name="SlowTurns"/> times in <paramref name="OriginalLength"/>
    /// turn slower, those that turn more than <paramref name="FastTurns"/> times stay, between them it is blended.
    /// </summary>
    internal sealed record Banded(double Factor, double SlowTurns, double FastTurns, double OriginalLength) : RotaryScaling
    {
        public override double[] Apply(double[] frequencies, double rotaryBase) => [.. frequencies.Select(Scale)];

        private double Scale(double frequency)
        {
            var turns = OriginalLength * frequency / (2 * Math.PI);
            var kept = Math.Clamp((turns - SlowTurns) / (FastTurns - SlowTurns), 0, 1);
            return ((1 - kept) * frequency / Factor) + (kept * frequency);
        }
    }

    /// <summary>
    /// YaRN (arXiv:2309.00071, section 3.2, with its authors' ramp over the numbers of the pairs): pairs before the one
    /// that turns <paramref name="FastTurns"/> times in <paramref name="OriginalLength"/> stay, pairs after the one that
    /// turns <paramref name="SlowTurns"/> times turn slower.
    /// </summary>
    internal sealed record Yarn(
        double Factor, double AttentionFactor, double FastTurns, double SlowTurns, double OriginalLength, bool IsTruncated)
        : RotaryScaling
    {
        private const double SmallestSpan = 0.001;

        public override double Amplitude => AttentionFactor;

        public override double[] Apply(double[] frequencies, double rotaryBase)
        {
            var width = 2 * frequencies.Length; // D
            var (first, last) = (PairOf(FastTurns, width, rotaryBase), PairOf(SlowTurns, width, rotaryBase));
            if (IsTruncated)
            {
                (first, last) = (Math.Floor(first), Math.Ceiling(last));
            }

            first = Math.Max(first, 0);
            last = Math.Min(last, width - 1); // D - 1 and not D/2 - 1: so it is in the models' own training
            var span = last == first ? SmallestSpan : last - first;
            return
            [
                .. frequencies.Select((frequency, pair) =>
                {
                    var slowed = Math.Clamp((pair - first) / span, 0, 1);
                    return (frequency / Factor * slowed) + (frequency * (1 - slowed));
                }),
            ];
        }

        // The pair, as a real number, that turns that often in the original length.
        private double PairOf(double turns, int width, double rotaryBase) =>
            width * Math.Log(OriginalLength / (turns * 2 * Math.PI)) / (2 * Math.Log(rotaryBase));
    }
}
