using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Measurements;

/// <summary>Why a run is over before its last round.</summary>
/// <param name="Reason">Target or patience.</param>
/// <param name="Message">One line with the numbers.</param>
internal sealed record EarlyEnd(EndReason Reason, string Message);
