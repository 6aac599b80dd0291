using Spectre.Console;

namespace FedK8s.Cli.Progress;

/// <summary>Draws the latest progress over the one before, a few times a second, until it is disposed.</summary>
internal sealed class LiveView : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;
    private volatile RunProgress _latest;

    public LiveView(IAnsiConsole console, RunProgress progress, TimeProvider clock)
    {
        _console = console;
        _clock = clock;
        _latest = progress;
        _drawing = DrawAsync();
    }

    public void Show(RunProgress before, object @event, RunProgress after, DateTimeOffset now) => _latest = after;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }

    private Task DrawAsync() => _console.Live(Draw()).StartAsync(async live =>
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                live.UpdateTarget(Draw());
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            live.UpdateTarget(Draw()); // the last state stays on the screen
        }
    });

    private Spectre.Console.Rendering.IRenderable Draw() =>
        LiveLayout.Draw(_latest, _clock.GetUtcNow(), _console.Profile.Width, _console.Profile.Height);
}
