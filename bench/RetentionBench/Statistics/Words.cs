using System.Globalization;

namespace FedK8s.RetentionBench.Statistics;

/// <summary>Numbers as they are shown.</summary>
internal static class Words
{
    public const string None = "-";

    /// <summary>A mean with half of its 95 % interval, for example <c>0.712 ±0.031</c>.</summary>
    /// <param name="interval">Null for nothing.</param>
    /// <param name="format">Of the numbers.</param>
    /// <param name="scale">Both are multiplied by it.</param>
    public static string Of(Interval? interval, string format, double scale = 1) => interval switch
    {
        null => None,
        { HalfWidth: { } half } => $"{Number(interval.Mean * scale, format)} ±{Number(half * scale, format)}",
        _ => Number(interval.Mean * scale, format),
    };

    /// <summary>The same with a sign in front of the mean.</summary>
    public static string Difference(Interval? interval, string format, double scale = 1) =>
        interval is null ? None : (interval.Mean >= 0 ? "+" : "") + Of(interval, format, scale);

    /// <summary>A number in this format, with a point.</summary>
    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
