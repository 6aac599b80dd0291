namespace FedK8s.Bench.Harness;

/// <summary>One side of a comparison: a process that repeats its work each time it is asked to.</summary>
/// <param name="Name">For the table.</param>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Of the program.</param>
internal sealed record Contestant(string Name, string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Whether the process keeps freed memory instead of giving it back to the system after each large tensor, as FedK8s has
    /// its own processes do where they train.
    /// </summary>
    public bool KeepsMemory { get; init; }
}
