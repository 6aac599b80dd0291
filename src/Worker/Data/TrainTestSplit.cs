using FedK8s.Contracts.Identity;
using FedK8s.Core.Determinism;

namespace FedK8s.Worker.Data;

/// <summary>
/// Which of a client's examples are held back for testing. Example i is decided by the i-th number drawn from the
/// client's own seed, so appending rows moves none of the earlier ones to the other side.
/// </summary>
/// <param name="Train">Trained on, in the file's order.</param>
/// <param name="Test">Never trained on, in the file's order.</param>
internal sealed record TrainTestSplit(IReadOnlyList<EncodedExample> Train, IReadOnlyList<EncodedExample> Test)
{
    /// <summary>Splits a client's examples.</summary>
    /// <param name="examples">All of them.</param>
    /// <param name="testFraction">The chance of each to be held back, from 0 to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="client">Whose they are.</param>
    public static TrainTestSplit Of(
        IReadOnlyList<EncodedExample> examples, double testFraction, long seed, ClientId client)
    {
        var random = new SeededRandom(Seeds.Derive(seed, "split", client.Value));
        var sides = examples.ToLookup(_ => random.NextDouble() < testFraction);
        return new([.. sides[false]], [.. sides[true]]);
    }
}
