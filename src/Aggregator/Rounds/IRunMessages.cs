namespace FedK8s.Aggregator.Rounds;

/// <summary>How a run speaks to others. A message is a hint: one that cannot be sent is logged, and the run goes on.</summary>
internal interface IRunMessages
{
    /// <summary>Tells an event to whoever listens.</summary>
    Task PublishAsync<TEvent>(TEvent @event, CancellationToken cancellationToken)
        where TEvent : class;

    /// <summary>Puts a command into a queue.</summary>
    Task SendAsync<TCommand>(string queue, TCommand command, CancellationToken cancellationToken)
        where TCommand : class;
}
