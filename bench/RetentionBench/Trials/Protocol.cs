using FedK8s.RetentionBench.Corpora;

namespace FedK8s.RetentionBench.Trials;

/// <summary>What all arms of a comparison have in common.</summary>
/// <param name="Rounds">R.</param>
/// <param name="EveryRounds">Rounds between two evaluations.</param>
internal sealed record Protocol(int Rounds, int EveryRounds)
{
    /// <summary>Local steps of each client and round; in one place they are all the clients' together.</summary>
    public int Steps { get; init; } = 15;

    /// <summary>Examples of a step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Training examples of all clients together.</summary>
    public int Examples { get; init; } = 2400;

    /// <summary>
    /// The validation accuracy that ends a run: enough for every comparison, and what comes after it would only forget more. Null for
    /// none.
    /// </summary>
    public double? Enough { get; init; }

    /// <summary>The seed that learning rates are chosen with; no result is.</summary>
    public const int SweepSeed = 0;

    /// <summary>As the study is done.</summary>
    public static Protocol Full { get; } = new(16, 1) { Enough = 0.97 };

    /// <summary>As a corpus is taught.</summary>
    public static Protocol Of(Corpus corpus) => corpus == Corpus.Shakespeare
        ? new(8, 2) { BatchSize = 2 }
        : new(10, 2) { BatchSize = 8 };

    /// <summary>As much of it as fits into ten minutes.</summary>
    public static Protocol Quick { get; } = new(12, 2) { Enough = 0.97 };
}
