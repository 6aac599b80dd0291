namespace FedK8s.Aggregator.Aggregation;

/// <summary>A part of one client's weights.</summary>
/// <param name="values">w_k, (N).</param>
/// <param name="exampleCount">n_k, positive.</param>
internal readonly ref struct WeightedPart(ReadOnlySpan<float> values, long exampleCount)
{
    /// <summary>w_k, (N).</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>n_k, positive.</summary>
    public long ExampleCount { get; } = exampleCount;

    /// <exception cref="ArgumentOutOfRangeException">N is another.</exception>
    public void RequireLength(int length) => ArgumentOutOfRangeException.ThrowIfNotEqual(Values.Length, length, nameof(length));
}
