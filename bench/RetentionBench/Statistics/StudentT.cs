namespace FedK8s.RetentionBench.Statistics;

/// <summary>Quantiles of Student's t distribution.</summary>
internal static class StudentT
{
    private const double Normal = 1.959963984540054;

    // Of 1 to 30 degrees of freedom.
    private static readonly double[] _table =
    [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
        2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
        2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
    ];

    /// <summary>The value below which 97.5 % lie: half the width of a 95 % interval, in standard errors.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double At975(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        return degrees <= _table.Length ? _table[degrees - 1] : Expansion(degrees);
    }

    // Abramowitz and Stegun 26.7.5, two terms: right to four decimals from 31 degrees on.
    private static double Expansion(double degrees)
    {
        var cube = Math.Pow(Normal, 3);
        var fifth = Math.Pow(Normal, 5);
        return Normal + ((cube + Normal) / (4 * degrees)) + (((5 * fifth) + (16 * cube) + (3 * Normal)) / (96 * degrees * degrees));
    }
}
