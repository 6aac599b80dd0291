using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Measurements;

/// <summary>The number that early stopping looks at, of one checkpoint.</summary>
internal readonly record struct Measurement(RoundNumber Round, double Value);
