using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Participation;

/// <summary>Everything this process knows of its run once all data is read and the model is checked.</summary>
internal sealed record JoinedRun
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The run's model.</summary>
    public required RunModel Model { get; init; }

    /// <summary>The clients played here, in ordinal order of their names.</summary>
    public required IReadOnlyList<ClientSession> Clients { get; init; }

    /// <summary>The run's evaluation tasks in the spec's order; empty where this process does not evaluate.</summary>
    public required IReadOnlyList<EvaluationSet> Tasks { get; init; }

    /// <summary>What each of the clients can carry; null where none is played here.</summary>
    public required Capability? Capability { get; init; }

    /// <summary>The sizes of a model that new blocks go into; null where the method adds none.</summary>
    public required ExpandableModel? Expandable { get; init; }

    /// <summary>Labels that the task tells apart; 0 where it predicts tokens.</summary>
    public required int LabelCount { get; init; }

    /// <summary>The client's session; null where another process plays it.</summary>
    public ClientSession? Find(ClientId client) => Clients.FirstOrDefault(session => session.ClientId == client);
}
