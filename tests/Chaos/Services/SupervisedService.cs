using System.Diagnostics;

namespace FedK8s.Chaos.Services;

/// <summary>
/// A service's process, kept running as Kubernetes keeps a Job's pod: started again after a short wait unless its exit code says
/// that this does not help, and given up after a number of failures. It ends with this process, however that ends.
/// </summary>
internal sealed class SupervisedService : IAsyncDisposable
{
    private const int MostRestarts = 8;

    // The program takes the shell's place, so that the process id is its own. What watches over it is told when it has ended.
    private const string Script = """
        log=$1; shift
        exec 3<&0
        { read -r word <&3; [ "$word" = ended ] || kill -9 $$; } > /dev/null 2>&1 &
        exec "$@" < /dev/null >> "$log" 2>&1 3<&-
        """;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly string _program;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _log;
    private readonly List<int> _exits = [];
    private Process? _process;
    private bool _isOver;

    /// <param name="program">Its path.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="log">A file that takes all that its processes say.</param>
    public SupervisedService(string program, IReadOnlyDictionary<string, string> environment, string log) =>
        (_program, _environment, _log) = (program, environment, log);

    /// <summary>Its end; it does not come while starting it again may help.</summary>
    public Task<ServiceEnd> Ended { get; private set; } =
        Task.FromException<ServiceEnd>(new InvalidOperationException("Not started."));

    /// <summary>Starts it.</summary>
    public void Start() => Ended = SuperviseAsync();

    /// <summary>Kills the process that runs now, if one does.</summary>
    public void Kill() => WithProcess(Signals.Kill);

    /// <summary>Asks the process that runs now to end.</summary>
    public void Terminate() => WithProcess(Signals.Terminate);

    /// <summary>Halts the process that runs now for a time.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        int? paused = null;
        WithProcess(process =>
        {
            Signals.Stop(process);
            paused = process;
        });
        await Task.Delay(time);
        WithProcess(process =>
        {
            if (process == paused)
            {
                Signals.Continue(process);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isOver = true;
        }

        Kill();
        if (!Ended.IsFaulted)
        {
            await Ended;
        }
    }

    private async Task<ServiceEnd> SuperviseAsync()
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            if (!TryStart(out var process))
            {
                return new(ServiceEnd.Killed, _exits);
            }

            using (process)
            {
                await process.WaitForExitAsync();
                var exit = process.ExitCode;
                lock (_lock)
                {
                    _process = null;
                    _exits.Add(exit);
                }

                await DismissWatcherAsync(process);

                await File.AppendAllTextAsync(_log, $"--- exit {exit}\n");
                if (exit == 0 || _isOver || !ServiceEnd.MayHelp(exit) || _exits.Count > MostRestarts)
                {
                    return new(exit, _exits);
                }
            }

            await Task.Delay(wait);
        }
    }

    private static async Task DismissWatcherAsync(Process process)
    {
        try
        {
            await process.StandardInput.WriteLineAsync("ended");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            return; // killed before it had one
        }
    }

    private bool TryStart(out Process process)
    {
        var start = new ProcessStartInfo("bash", ["-c", Script, "bash", _log, _program]) { RedirectStandardInput = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        lock (_lock)
        {
            process = _isOver ? new() : Process.Start(start)!; // no shell's verb, so there is a process
            _process = _isOver ? null : process;
            return !_isOver;
        }
    }

    private void WithProcess(Action<int> act)
    {
        lock (_lock)
        {
            if (_process is { HasExited: false } process)
            {
                act(process.Id);
            }
        }
    }
}
