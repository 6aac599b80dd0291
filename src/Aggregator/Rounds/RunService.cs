using FedK8s.Core.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>The edge between the run's loop and the host: whatever ends the loop ends <see cref="RunCompletion"/>.</summary>
internal sealed class RunService(
    IRunDriver driver, AggregatorSettings settings, AggregatorHealth health, RunCompletion completion, ILogger<RunService> log)
    : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        completion.Cancel(); // also where the host stopped before the loop had begun
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            completion.End(await driver.RunAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            completion.Cancel();
        }
        catch (InvalidDataException exception)
        {
            completion.Fail(new RunFailedException(ExitCodes.CorruptCheckpoint, exception.Message, exception));
        }
        catch (Exception exception)
        {
            log.LoopEnded(settings.RunId, exception);
            completion.Fail(exception);
        }
        finally
        {
            health.Enter(AggregatorStage.Ended);
        }
    }
}
