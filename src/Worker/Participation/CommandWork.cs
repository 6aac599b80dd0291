using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// The work that commands ask for. It does not depend on the message that asked: local training may take longer than a broker
/// lets a message be held (half an hour, in RabbitMQ's default), and a connection that is lost is no reason to stop. A message
/// whose work takes long is let go; should the process die then, the run asks again. A command that comes again while it is
/// worked on is passed over.
/// </summary>
internal sealed partial class CommandWork(TimeProvider time, ILogger<CommandWork> logger) : IDisposable
{
    /// <summary>How long a message is held. Work that fails before is tried again, and told of in the error queue.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<object, Task> _inHand = new();

    /// <summary>Asked for once the process is to stop.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Begins the work and waits for its end, or until its message has been held for long enough.</summary>
    /// <param name="command">What asks for it; equal to itself when it comes again.</param>
    /// <param name="work">The work; it ends between two steps when its token asks for that.</param>
    public async Task RunAsync<TCommand>(TCommand command, Func<TCommand, CancellationToken, Task> work)
        where TCommand : class
    {
        var begun = new Task<Task>(() => work(command, _stopping.Token));
        var running = EndAsync(command, begun.Unwrap());
        if (!_inHand.TryAdd(command, running))
        {
            return;
        }

        begun.Start(TaskScheduler.Default);
        using var hold = new CancellationTokenSource(LongestHold, time);
        try
        {
            await running.WaitAsync(hold.Token);
        }
        catch (OperationCanceledException) when (hold.IsCancellationRequested && !running.IsCompleted)
        {
            LogLetGo(command);
            _ = ObserveAsync(command, running);
        }
    }

    /// <summary>Ends all work between two steps, and returns once it has ended.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_inHand.Values).ContinueWith(_ => { }, TaskScheduler.Default); // who waits for them hears of failures
    }

    public void Dispose() => _stopping.Dispose();

    private async Task EndAsync(object command, Task work)
    {
        try
        {
            await work;
        }
        finally
        {
            _inHand.TryRemove(command, out _);
        }
    }

    private async Task ObserveAsync(object command, Task running)
    {
        try
        {
            await running;
        }
        catch (Exception exception) // nobody waits for it any more; what cannot be cured the work itself has told
        {
            LogFailed(exception, command);
        }
    }

    [LoggerMessage(3901, LogLevel.Information, "{Command} takes long: its message is let go, the work goes on")]
    private partial void LogLetGo(object command);

    [LoggerMessage(3902, LogLevel.Warning, "{Command} failed after its message was let go; the run will ask again")]
    private partial void LogFailed(Exception exception, object command);
}
