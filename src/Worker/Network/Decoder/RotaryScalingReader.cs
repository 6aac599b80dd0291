namespace FedK8s.Worker.Network.Decoder;

/// <summary>
/// <c>rope_scaling</c>, and the newer <c>rope_parameters</c> that holds the rotary base as well.
/// </summary>
internal static class RotaryScalingReader
{
    private const string Known = "one of \"default\", \"linear\", \"dynamic\", \"llama3\", \"yarn\"";

    /// <summary>The rotary base and how its frequencies are scaled; null where they are not.</summary>
    /// <param name="fields">Of config.json.</param>
    /// <param name="maximumLength">What the configuration calls <c>max_position_embeddings</c>.</param>
    public static (double Base, RotaryScaling? Scaling) Read(ConfigFields fields, int maximumLength)
    {
        var newer = fields.Within("rope_parameters");
        var older = fields.Within("rope_scaling");
        var rotaryBase = fields.Value("rope_theta", 10_000.0);
        rotaryBase = newer?.Value("rope_theta", rotaryBase) ?? rotaryBase;
        return (rotaryBase, (newer ?? older) is { } scaling ? ReadScaling(scaling, maximumLength) : null);
    }

    private static RotaryScaling? ReadScaling(ConfigFields fields, int maximumLength)
    {
        var field = fields.Has("rope_type") ? "rope_type" : "type";
        var name = fields.Value(field, "default");
        fields.Require(fields.Value("partial_rotary_factor", 1.0) == 1, "partial_rotary_factor", "1");
        fields.Require(name is "default" or "linear" or "dynamic" or "llama3" or "yarn", field, Known);
        return name switch
        {
            "linear" => new RotaryScaling.Linear(Factor(fields)),
            "llama3" => ReadBanded(fields),
            "yarn" => ReadYarn(fields, maximumLength),
            _ => null, // dynamic scales only what is longer than max_position_embeddings, and that is refused anyway
        };
    }

    private static RotaryScaling.Banded ReadBanded(ConfigFields fields)
    {
        var scaling = new RotaryScaling.Banded(
            Factor(fields),
            Positive(fields, "low_freq_factor"),
            Positive(fields, "high_freq_factor"),
            fields.Count("original_max_position_embeddings"));
        fields.Require(scaling.FastTurns > scaling.SlowTurns, "high_freq_factor", "a number above low_freq_factor");
        return scaling;
    }

    private static RotaryScaling.Yarn ReadYarn(ConfigFields fields, int maximumLength)
    {
        var originalLength = fields.Count("original_max_position_embeddings", maximumLength);
        var factor = Factor(fields, (double)maximumLength / originalLength);
        return new RotaryScaling.Yarn(
            factor,
            Positive(fields, "attention_factor", AttentionFactor(fields, factor)),
            Positive(fields, "beta_fast", 32),
            Positive(fields, "beta_slow", 1),
            originalLength,
            fields.Value("truncate", true));
    }

    // arXiv:2309.00071, eq. 22; the two weights are those of a later family.
    private static double AttentionFactor(ConfigFields fields, double factor)
    {
        var (weight, allWeight) = (fields.Value("mscale", 0.0), fields.Value("mscale_all_dim", 0.0));
        return weight != 0 && allWeight != 0 ? Growth(weight) / Growth(allWeight) : Growth(1);

        double Growth(double by) => factor <= 1 ? 1 : (0.1 * by * Math.Log(factor)) + 1;
    }

    private static double Factor(ConfigFields fields, double absent = 0)
    {
        var factor = fields.Value("factor", absent);
        fields.Require(factor >= 1, "factor", "a number from 1");
        return Math.Max(factor, 1);
    }

    private static double Positive(ConfigFields fields, string field, double absent = 0)
    {
        var number = fields.Value(field, absent);
        fields.Require(number > 0, field, "a number above 0");
        return number;
    }
}
