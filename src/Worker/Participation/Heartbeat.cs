using System.Threading.Channels;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Worker.Training;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// Tells the run what a client is doing and how far it is: each news, and the last one again after a while without. The work
/// never waits for it: what cannot be sent is dropped, since the next beat says more.
/// </summary>
internal sealed partial class Heartbeat : IAsyncDisposable
{
    /// <summary>The longest silence.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long one beat may take to be sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A stage's end and the next one's begin may come at once; more that waits is old.
    private const int MostWaiting = 4;

    private readonly Channel<TrainingProgressed> _waiting = Channel.CreateBounded<TrainingProgressed>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Func<TrainingProgressed, CancellationToken, Task> _publish;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _beating;
    private TrainingProgressed _last;
    private bool _isSilenced;
    private volatile bool _isEnding;

    /// <summary>Begins to beat, with <see cref="WorkStage.Waiting"/>.</summary>
    /// <param name="publish">Sends a beat, or fails, or does not return before it is asked to.</param>
    /// <param name="command">What the client is working on.</param>
    /// <param name="time">Tells when a beat is due.</param>
    /// <param name="logger">Is told once where beats cannot be sent.</param>
    public Heartbeat(
        Func<TrainingProgressed, CancellationToken, Task> publish, TrainRound command, TimeProvider time, ILogger logger)
    {
        (_publish, _time, _logger) = (publish, time, logger);
        _last = new(command.RunId, command.Round, command.ClientId, command.Attempt, WorkStage.Waiting, Step: 0, Steps: 0, Loss: null);
        _waiting.Writer.TryWrite(_last);
        _beating = Task.Run(BeatAsync);
    }

    /// <summary>It takes steps; returns at once.</summary>
    public void Train(TrainingProgress progress) => Tell(_last with
    {
        Stage = WorkStage.Training,
        Step = progress.Step,
        Steps = progress.Steps,
        Loss = progress.Loss,
    });

    /// <summary>It stores its update; returns at once.</summary>
    public void Store() => Tell(_last with { Stage = WorkStage.Storing });

    /// <summary>Sends what is still waiting, as far as that goes without delay, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _waiting.Writer.TryComplete();
        await _beating;
    }

    private void Tell(TrainingProgressed news)
    {
        _last = news; // whoever works tells, one after the other
        _waiting.Writer.TryWrite(news);
    }

    private async Task BeatAsync()
    {
        while (await NextAsync() is { } beat)
        {
            if (!await TrySendAsync(beat) && _isEnding)
            {
                return;
            }
        }
    }

    // Null: there is nothing more to tell.
    private async Task<TrainingProgressed?> NextAsync()
    {
        try
        {
            using var pause = new CancellationTokenSource(Interval, _time);
            return await _waiting.Reader.WaitToReadAsync(pause.Token) && _waiting.Reader.TryRead(out var news) ? news : null;
        }
        catch (OperationCanceledException)
        {
            return _last with { Loss = null }; // there is none since the last report
        }
    }

    private async Task<bool> TrySendAsync(TrainingProgressed beat)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, _time);
            await _publish(beat, patience.Token).WaitAsync(patience.Token);
            _isSilenced = false;
            return true;
        }
        catch (Exception exception) // whatever keeps a sign of life from being sent is no reason to stop living
        {
            if (!_isSilenced)
            {
                LogSilenced(exception, beat.RunId, beat.Round, beat.ClientId);
            }

            _isSilenced = true;
            return false;
        }
    }

    [LoggerMessage(3501, LogLevel.Warning,
        "Run {RunId}, round {Round}: client {ClientId} cannot tell the run how far it is, and goes on")]
    private partial void LogSilenced(Exception exception, RunId runId, RoundNumber round, ClientId clientId);
}
