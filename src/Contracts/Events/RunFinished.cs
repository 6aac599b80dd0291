using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Events;

/// <summary>A run has ended, well or badly; its state in the store says the same.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Phase">Complete or Failed.</param>
/// <param name="Round">The last committed round.</param>
/// <param name="Code">The exit code where it failed, for example <c>FK2001</c>; otherwise null.</param>
/// <param name="Message">One line where it failed, ended early or lacks measurements; otherwise null.</param>
public sealed record RunFinished(RunId RunId, RunPhase Phase, RoundNumber Round, string? Code, string? Message);
