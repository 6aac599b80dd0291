using FedK8s.Core.Services;
using FedK8s.Worker.Supervision;

namespace FedK8s.Worker.Participation;

/// <summary>A worker's part of the health endpoints: ready once it has joined, alive while what it works on gets on.</summary>
internal sealed class WorkerHealth(Participants participants, StepWatch steps) : IHealthSource
{
    public string Name => "worker";

    public Health Look() => new(
        steps.IsAlive,
        participants.HasJoined,
        !steps.IsAlive ? "takes no steps" : participants.HasJoined ? "has joined" : "is joining");
}
