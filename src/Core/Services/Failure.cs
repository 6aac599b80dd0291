using FedK8s.Core.Errors;
using FedK8s.Core.Files;

namespace FedK8s.Core.Services;

/// <summary>Why a command or a service did not do its work.</summary>
/// <param name="Code">The reason, with the number that the process exits with.</param>
/// <param name="Message">One line.</param>
/// <param name="Cause">What was thrown, for whoever asks to see it; otherwise null.</param>
public sealed record Failure(ExitCode Code, string Message, Exception? Cause = null)
{
    /// <summary>The reason behind an exception. One that no rule here knows is a fault of the program.</summary>
    /// <param name="exception">What was thrown.</param>
    public static Failure From(Exception exception) => exception switch
    {
        null => throw new ArgumentNullException(nameof(exception)),
        RunFailedException failed => new(failed.Code, failed.Message, failed),
        AggregateException { InnerExceptions: [var only] } => From(only),
        OperationCanceledException => new(ExitCodes.Interrupted, "stopped before it was done; run it again", exception),
        InvalidDataException => new(ExitCodes.CorruptCheckpoint, exception.Message, exception),
        FileNotFoundException => new(ExitCodes.FileNotFound, $"{Sentence(exception)}; check the path", exception),
        _ when WriteFailure.Find(exception, "the output") is { } failed => new(failed.Code, failed.Message, exception),
        _ => new(
            ExitCodes.InternalError,
            $"{exception.GetType().Name}: {Sentence(exception)}; run again with FEDK8S_TRACE=1 and report what it prints",
            exception),
    };

    /// <summary>The failure that a run's state or a client's event carries as text.</summary>
    /// <param name="code">For example <c>FK2001</c>; null, or one that is not known, is a fault of the program.</param>
    /// <param name="message">One line; null for words that say that there was none.</param>
    public static Failure FromCode(string? code, string? message) => new(
        ExitCodes.All.FirstOrDefault(known => known.Code == code) ?? ExitCodes.InternalError,
        message ?? $"ended with {code ?? "no code"} and no message; the run's log may say more");

    /// <summary>What goes to the error output.</summary>
    public string Line => $"error {Code.Code}: {Sentence(Message)} ({Code.Page})";

    /// <summary>The same for programs.</summary>
    public object Event => new
    {
        Event = "error",
        Code.Code,
        Exit = Code.ProcessExit,
        Message,
        Code.Page,
    };

    private static string Sentence(Exception exception) => Sentence(exception.Message);

    private static string Sentence(string message) => message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
