namespace FedK8s.Cli.Progress;

/// <summary>Shows a run's progress. Called for one event after the other, never for two at once.</summary>
internal interface IProgressView : IAsyncDisposable
{
    /// <summary>Something happened.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="event">An event of the contracts, a report that one of them names, or a warning.</param>
    /// <param name="after">What is known now.</param>
    /// <param name="now">When the news came.</param>
    void Show(RunProgress before, object @event, RunProgress after, DateTimeOffset now);
}
