using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FedK8s.Cli.Local;

/// <summary>
/// Keeps what the program and its libraries log in a file beside the run, away from the progress. The file is made by the first
/// line; a log that cannot be written never stops a run. What a worker warns of is also told to the user.
/// </summary>
internal sealed class RunLog(string path, TimeProvider clock, Action<string> warn) : ILoggerProvider
{
    private const string Worker = "FedK8s.Worker.";

    private readonly Lock _writing = new();
    private readonly Action<string> _warn = warn;
    private StreamWriter? _writer;
    private bool _isClosed;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        lock (_writing)
        {
            _isClosed = true;
            Try(() => _writer?.Dispose());
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        lock (_writing)
        {
            if (_isClosed)
            {
                return;
            }

            Try(() =>
            {
                _writer ??= new StreamWriter(path, append: true) { AutoFlush = true };
                var time = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
                _writer.WriteLine($"{time} {level} {category}: {message}");
                if (exception is not null)
                {
                    _writer.WriteLine(exception);
                }
            });
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _isClosed = true;
        }
    }

    private sealed class Category(RunLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            log.Write(logLevel, name, message, exception);
            if (logLevel == LogLevel.Warning && name.StartsWith(Worker, StringComparison.Ordinal))
            {
                log._warn(message);
            }
        }
    }
}
