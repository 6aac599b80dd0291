using FedK8s.Cli.Progress;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Errors;
using FedK8s.Core.Messaging;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Results;

/// <summary>The messages of a run that nobody could deal with, where FEDK8S_BROKER names the broker that has them.</summary>
/// <param name="Queues">Null where they are not known.</param>
/// <param name="Problem">Why they are not known, a line; null where they are.</param>
internal sealed record MessageErrors(IReadOnlyList<QueueErrors>? Queues, string? Problem)
{
    /// <summary>What a person reads, a line each.</summary>
    public IEnumerable<string> Lines => Queues switch
    {
        null => [$"unknown: {Problem}"],
        [] => ["none"],
        _ => Queues.Select(queue =>
            $"{Words.Count(queue.Messages, "message")} in {QueueNames.Errors(queue.Queue)}: {queue.Reason ?? "no reason given"}"),
    };

    /// <summary>Asks the broker, for a few seconds at most; null where no broker is named.</summary>
    /// <exception cref="RunFailedException">The broker's variables cannot be read.</exception>
    public static async Task<MessageErrors?> FindAsync(
        RunId run, IEnumerable<ClientId> clients, Func<string, string?> environment, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reader = new SettingsReader(environment);
        var broker = BrokerVariables.Find(reader);
        reader.RequireNoProblem();
        if (broker is null)
        {
            return null;
        }

        string[] queues =
        [
            QueueNames.Aggregator(run), QueueNames.Evaluator(run), .. clients.Select(client => QueueNames.Client(run, client)),
        ];
        try
        {
            return new(await BrokerErrors.ReadAsync(broker, queues, clock, cancellationToken), Problem: null);
        }
        catch (Exception exception) when (exception is IOException or RunFailedException) // the rest of the status is worth showing
        {
            return new(Queues: null, exception.Message);
        }
    }
}
