namespace FedK8s.Aggregator.Aggregation;

/// <summary>A part of one client's weights.</summary>
/// <param name="values">w_k, (N).</param>
/// <param name="weight">n_k, or what else the client counts for; from 0.</param>
internal readonly ref struct WeightedPart(ReadOnlySpan<float> values, double weight)
{
    /// <summary>w_k, (N).</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>n_k, or what else the client counts for; from 0.</summary>
    public double Weight { get; } = weight;

    /// <exception cref="ArgumentOutOfRangeException">N is another.</exception>
    public void RequireLength(int length) => ArgumentOutOfRangeException.ThrowIfNotEqual(Values.Length, length, nameof(length));
}
