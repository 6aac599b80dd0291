using FedK8s.Contracts.Identity;

namespace FedK8s.RetentionBench.Trials;

/// <summary>What a committed round took.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Start">The checkpoint that it started from; null where that was gone before it was read.</param>
/// <param name="Updates">Of the clients whose updates were averaged.</param>
/// <param name="TrainingSeconds">In which a client took steps, since the run began.</param>
internal sealed record RoundRecord(
    int Number,
    RoundStart? Start,
    IReadOnlyList<(ClientId Client, UpdateRecord Update)> Updates,
    double TrainingSeconds);
