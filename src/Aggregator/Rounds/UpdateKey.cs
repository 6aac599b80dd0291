using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Rounds;

/// <summary>What makes two updates the same one, within a run.</summary>
internal readonly record struct UpdateKey(RoundNumber Round, int Attempt, ClientId ClientId);
