namespace FedK8s.Aggregator.Rounds;

/// <summary>The run's events. They go to the one aggregator that is connected; until then they wait.</summary>
internal interface IRunEvents
{
    /// <summary>Lets events come, until what is returned is disposed.</summary>
    IAsyncDisposable Connect();
}
