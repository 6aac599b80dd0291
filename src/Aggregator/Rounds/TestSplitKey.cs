using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Which checkpoint was measured on whose test split.</summary>
internal readonly record struct TestSplitKey(RoundNumber Round, ClientId ClientId);
