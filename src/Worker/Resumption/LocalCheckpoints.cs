using FedK8s.Contracts.Identity;
using FedK8s.Core.Errors;
using FedK8s.Worker.Training;
using Microsoft.Extensions.Logging;
using TorchSharp.Modules;

namespace FedK8s.Worker.Resumption;

/// <summary>
/// Saves the steps of one training every so often, on a thread of its own, so that a worker that is killed goes on from
/// there. A save that fails, on a full disk for example, costs nothing but the save.
/// </summary>
internal sealed partial class LocalCheckpoints : ITrainingSaves
{
    private readonly LocalCheckpointFiles _files;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task _writing = Task.CompletedTask;
    private long _savedAt;
    private bool _hasFailed;

    /// <param name="folder">The client's own; made and removed as need be.</param>
    /// <param name="key">Which training it is.</param>
    /// <param name="interval">From one save to the next.</param>
    /// <param name="time">Tells when that is over.</param>
    /// <param name="logger">Is told of what is ignored and, once, that saving fails.</param>
    public LocalCheckpoints(string folder, LocalCheckpointKey key, TimeSpan interval, TimeProvider time, ILogger logger)
    {
        (_files, _interval, _time, _logger) = (new(folder, key), interval, time, logger);
        _savedAt = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public bool IsDue => _writing.IsCompleted && _time.GetElapsedTime(_savedAt) >= _interval;

    private LocalCheckpointKey Key => _files.Key;

    /// <inheritdoc/>
    public TrainingSnapshot? Find(IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        try
        {
            if (_files.Read(weights) is { } saved)
            {
                LogResumed(Key.RunId, Key.Round, Key.ClientId, saved.Step);
                return saved;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or RunFailedException)
        {
            LogIgnored(Key.RunId, Key.Round, Key.ClientId, exception.Message);
        }

        Remove(); // it would only lie about: what does not fit now never will
        return null;
    }

    /// <inheritdoc/>
    public void Save(TrainingSnapshot snapshot)
    {
        _savedAt = _time.GetTimestamp();
        _writing = Task.Run(() => Write(snapshot));
    }

    /// <inheritdoc/>
    public void SaveLast(TrainingSnapshot snapshot)
    {
        _writing.Wait(); // it never fails
        Write(snapshot);
    }

    /// <summary>Removes what was saved: the update is stored, or nothing fits. What cannot be removed is replaced later.</summary>
    public void Remove()
    {
        _writing.Wait();
        try
        {
            _files.Remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogIgnored(Key.RunId, Key.Round, Key.ClientId, exception.Message);
        }
    }

    private void Write(TrainingSnapshot snapshot)
    {
        using (snapshot)
        {
            try
            {
                _files.Write(snapshot);
                _hasFailed = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RunFailedException)
            {
                if (!_hasFailed)
                {
                    LogNotSaved(Key.RunId, Key.Round, Key.ClientId, exception.Message);
                }

                _hasFailed = true;
            }
        }
    }

    [LoggerMessage(3601, LogLevel.Information, "Run {RunId}, round {Round}: client {ClientId} goes on from saved step {Step}")]
    private partial void LogResumed(
        RunId runId, RoundNumber round, ClientId clientId, int step);

    [LoggerMessage(3602, LogLevel.Warning, "Run {RunId}, round {Round}: client {ClientId} does not use its saved steps: {Why}")]
    private partial void LogIgnored(
        RunId runId, RoundNumber round, ClientId clientId, string why);

    [LoggerMessage(3603, LogLevel.Warning,
        "Run {RunId}, round {Round}: client {ClientId} cannot save its steps and trains on without: {Why}")]
    private partial void LogNotSaved(
        RunId runId, RoundNumber round, ClientId clientId, string why);
}
