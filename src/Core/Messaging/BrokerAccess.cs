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
    // A broker that dies breaks off as well, but not so often in a row.
    private const int ConfirmingSuspicions = 4;

    private const int JitterSteps = 1 << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _suspicions;

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
            Refuse(refusal);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Whether a connection can be made at the first attempt; false while somebody waits for one.</summary>
    /// <exception cref="RunFailedException">The broker was reached and refuses access.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop waiting.</exception>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return false;
        }

        try
        {
            return await FindObstacleAsync(cancellationToken) is null;
        }
        catch (RunFailedException refusal)
        {
            Refuse(refusal);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Lets <see cref="Refused"/> fault, and returns why, to be thrown.</summary>
    internal RunFailedException Refuse(RunFailedException refusal)
    {
        _refused.TrySetException(refusal);
        return refusal;
    }

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
            _suspicions = BrokerRefusal.IsSuspected(exception, tls) ? _suspicions + 1 : 0;
            var refusal = BrokerRefusal.Find(exception, settings, tls)
                ?? (_suspicions == ConfirmingSuspicions ? BrokerRefusal.OfCertificate(exception, settings) : null);
            return refusal is null ? BrokerRefusal.Describe(exception) : throw refusal;
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
