namespace FedK8s.Contracts.Manifests;

/// <summary>What a worker is doing for a round.</summary>
public enum WorkStage
{
    /// <summary>It waits for its process to have a model free; another client of the process is at work.</summary>
    Waiting,

    /// <summary>It takes optimiser steps. Only here do missing steps mean that it is stuck.</summary>
    Training,

    /// <summary>It stores its update.</summary>
    Storing,
}
