namespace FedK8s.RetentionBench.Trials;

/// <summary>What all arms of a comparison have in common.</summary>
/// <param name="Rounds">R.</param>
/// <param name="EveryRounds">Rounds between two evaluations.</param>
internal sealed record Protocol(int Rounds, int EveryRounds)
{
    /// <summary>Local steps of each client and round; in one place they are all the clients' together.</summary>
    public int Steps { get; init; } = 15;

    /// <summary>Examples of a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Training examples of all clients together.</summary>
    public int Examples { get; init; } = 2400;

    /// <summary>The seed that learning rates are chosen with; no result is.</summary>
    public const int SweepSeed = 0;

    /// <summary>As the study is done.</summary>
    public static Protocol Full { get; } = new(30, 2);

    /// <summary>As much of it as fits into ten minutes.</summary>
    public static Protocol Quick { get; } = new(24, 4);
}
