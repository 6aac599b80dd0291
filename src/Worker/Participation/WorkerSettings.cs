using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;

namespace FedK8s.Worker.Participation;

/// <summary>What one worker process does in a run.</summary>
public sealed record WorkerSettings
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>
    /// The clients this process plays: all of them under <c>fedk8s run</c>, one in a cluster, none beside the
    /// evaluator.
    /// </summary>
    public required IReadOnlyList<ClientId> Clients { get; init; }

    /// <summary>Whether this process also prepares checkpoint 0 and measures checkpoints.</summary>
    public bool Evaluates { get; init; }

    /// <summary>Models in use at a time, at least 1; each takes a thread, and its memory. Default 1.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The device instead of the one that the manifest names; null (the default) for the manifest's.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>
    /// A folder of this machine that outlives the process: each client's private state, and the steps of the round it is at.
    /// Null (the default): nothing is kept, and a process that dies loses its round.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>
    /// Whether the process is a service of its own, which ends with an exit code when it cannot go on, and measures its
    /// speed. Otherwise (the default) it is part of <c>fedk8s run</c>, whose host hears of every failure.
    /// </summary>
    public bool IsService { get; init; }

    /// <summary>The longest that a step, or a batch of a measurement, may take in a service. Default 600 seconds.</summary>
    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>How much local training a process that is killed may lose, about. Default 20 seconds.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(20);
}
