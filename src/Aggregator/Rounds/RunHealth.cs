using FedK8s.Core.Services;

namespace FedK8s.Aggregator.Rounds;

/// <summary>The aggregator's part of the health endpoints.</summary>
internal sealed class RunHealth(AggregatorHealth health) : IHealthSource
{
    public string Name => "run";

    public Health Look() => new(
        health.IsAlive,
        health.IsReady,
        health.Stage switch
        {
            AggregatorStage.Starting => "is looked up",
            AggregatorStage.StandingBy => "another aggregator works on it",
            AggregatorStage.Working => "goes on",
            _ => "has ended",
        });
}
