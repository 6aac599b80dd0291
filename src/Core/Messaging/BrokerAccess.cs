using System.Security.Cryptography;
using FedK8s.Core.Errors;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace FedK8s.Core.Messaging;

/// <summary>
/// Waits for the broker, without end and with growing pauses, and says once that it cannot be reached and once that it is
/// back. A broker that does not let us in is not waited for.
/// </summary>
/// <param name="settings">Where it is and what lets us in.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="log">Hears of a loss and of its end.</param>
/// <param name="stopping">Ends all waiting.</param>
public sealed partial class BrokerAccess(
    BrokerSettings settings, TimeProvider clock, ILogger<BrokerAccess> log, CancellationToken stopping)
    : IDisposable
{
    private const int JitterSteps = 1 << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Faults with <see cref="RunFailedException"/> once the broker has refused access, at the start or later, and never ends
    /// otherwise. The process that waits for it ends with its code.
    /// </summary>
    public Task Refused => _refused.Task;

    /// <summary>Ends all waiting.</summary>
    internal CancellationToken Stopping => stopping;

    /// <summary>Returns once a connection was made and closed again.</summary>
    /// <exception cref="RunFailedException">The broker was reached and refuses access.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop waiting.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await _one.WaitAsync(either.Token);
        try
        {
            await ReachAsync(either.Token);
        }
        catch (RunFailedException refusal)
        {
            _refused.TrySetException(refusal);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        var isLost = false;
        for (var pause = FirstPause; await FindObstacleAsync(cancellationToken) is { } obstacle; pause = Longer(pause))
        {
            if (!isLost)
            {
                isLost = true;
                LogLost(settings, obstacle);
            }

            await Task.Delay(Jittered(pause), clock, cancellationToken);
        }

        if (isLost)
        {
            LogReached(settings);
        }
    }

    private async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        var tls = new BrokerTls(settings);
        try
        {
            await using var connection = await BrokerConnections.Create(settings, tls).CreateConnectionAsync(cancellationToken);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken); // the virtual host too
            return null;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or RabbitMQClientException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return BrokerRefusal.Find(exception, settings, tls) is { } refusal ? throw refusal : BrokerRefusal.Describe(exception);
        }
    }

    // Half of the pause is by chance, so that workers that lost the broker together do not come back together.
    private static TimeSpan Jittered(TimeSpan pause) =>
        pause * (0.5 + RandomNumberGenerator.GetInt32(JitterSteps) / (2.0 * JitterSteps));

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    [LoggerMessage(9101, LogLevel.Warning, "Broker {Broker} cannot be reached: {Reason}; trying again until it can")]
    private partial void LogLost(BrokerSettings broker, string reason);

    [LoggerMessage(9102, LogLevel.Information, "Broker {Broker} is reached again")]
    private partial void LogReached(BrokerSettings broker);
}
