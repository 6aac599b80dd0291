using System.Security.Cryptography;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Drives the run while it holds the run's lease, so that of two aggregators one works and one waits. Each time it gets the
/// lease a new life of the loop begins. The lease only saves work: that no two commit is due to the conditional write.
/// </summary>
internal sealed class LeasedRun(
    IBlobLeases leases, LoneRun run, IRunEvents events, AggregatorSettings settings, AggregatorHealth health,
    TimeProvider time, ILogger<LeasedRun> log) : IRunDriver
{
    /// <summary>How often a waiting aggregator asks, at most; by chance it asks up to half of that sooner.</summary>
    public static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(2);

    // Whoever commits beside us without the lease believes in an old one, and finds out within its duration.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<RunState> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await HoldAsync(cancellationToken) is { } last)
            {
                return last;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    // Null where the run goes on and another may drive it.
    private async Task<RunState?> HoldAsync(CancellationToken cancellationToken)
    {
        await using var lease = await WaitForLeaseAsync(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
        await using var connection = events.Connect();
        try
        {
            return await run.RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            log.LeaseLost(settings.RunId);
        }
        catch (RunFailedException exception) when (exception.Code == ExitCodes.StateConflict)
        {
            log.CommitsLost(settings.RunId, exception.Message);
        }

        health.Enter(AggregatorStage.StandingBy);
        return null;
    }

    private async Task<IBlobLease> WaitForLeaseAsync(CancellationToken cancellationToken)
    {
        for (var count = 0; ; count++)
        {
            if (await leases.TryLeaseAsync(RunPaths.AggregatorLease, cancellationToken) is { } lease)
            {
                return lease;
            }

            if (count == 0)
            {
                log.StandingBy(settings.RunId);
            }

            health.Enter(AggregatorStage.StandingBy);
            await Task.Delay(Jittered(LongestPoll), time, cancellationToken);
        }
    }

    private static TimeSpan Jittered(TimeSpan longest)
    {
        const int steps = 1000;
        return longest * (1 - (RandomNumberGenerator.GetInt32(steps) / (2.0 * steps)));
    }
}
