namespace FedK8s.Aggregator.Aggregation;

/// <summary>Makes one tensor of the next checkpoint, any part of it at a time.</summary>
internal interface ITensorRule
{
    /// <summary>Makes the elements from <paramref name="start"/> on. Safe from several threads.</summary>
    void Read(long start, Span<float> values);

    /// <summary>Gives back the memory of elements that were read.</summary>
    void Forget(long start, int length);
}
