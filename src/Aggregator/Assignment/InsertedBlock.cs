namespace FedK8s.Aggregator.Assignment;

/// <summary>A new block of an expanded network.</summary>
/// <param name="Position">p_b: the base block that it follows, from 0 at the input.</param>
/// <param name="ParameterCount">|theta_b|.</param>
/// <param name="ByteCount">What it takes on the wire and in memory.</param>
internal sealed record InsertedBlock(int Position, long ParameterCount, long ByteCount);
