using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Rounds;

/// <summary>Drives the run to its end.</summary>
internal interface IRunDriver
{
    /// <summary>Returns the run's last state when it has ended or is suspended.</summary>
    Task<RunState> RunAsync(CancellationToken cancellationToken);
}
