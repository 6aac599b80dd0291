using FedK8s.Contracts.Identity;

namespace FedK8s.Cli.Progress;

/// <summary>The round that clients are training.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Cohort">Who was asked.</param>
/// <param name="OpenedAt">When the news of it came.</param>
internal sealed record OpenRound(RoundNumber Number, int Attempt, IReadOnlyList<ClientId> Cohort, DateTimeOffset OpenedAt);
