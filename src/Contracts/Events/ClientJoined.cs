using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Events;

/// <summary>A worker has read its client's data and is ready to train.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ClientId">The client it plays.</param>
/// <param name="Capability">What that client can carry.</param>
/// <param name="TrainExampleCount">Examples in its train split, always positive.</param>
/// <param name="TestExampleCount">Examples in its test split; zero where no split was asked for.</param>
public sealed record ClientJoined(
    RunId RunId, ClientId ClientId, Capability Capability, long TrainExampleCount, long TestExampleCount);
