using System.Runtime.InteropServices;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Participation;

/// <summary>Which failures no second try with the same input would cure, and how they are told to the run.</summary>
internal static class FailureReport
{
    /// <summary>The event to publish; null where a second try may succeed.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="run">The run.</param>
    /// <param name="client">The client; null for the evaluator.</param>
    public static ClientFailed? Of(Exception exception, RunId run, ClientId? client) => exception switch
    {
        RunFailedException failure => new(run, client, failure.Code.Code, failure.Message),
        InvalidDataException => new(run, client, ExitCodes.CorruptCheckpoint.Code, exception.Message),
        ExternalException => new(run, client, ExitCodes.InternalError.Code, FromLibtorch(exception)),
        _ when IsFault(exception) => new(
            run, client, ExitCodes.InternalError.Code, $"{exception.GetType().Name}: {exception.Message}; the run's log says where."),
        _ => null,
    };

    // What the program does wrong it does wrong again; kept silent, it would make the run wait until its deadline.
    private static bool IsFault(Exception exception) =>
        exception is ArgumentException or ArithmeticException or NotSupportedException or NullReferenceException
            or IndexOutOfRangeException or KeyNotFoundException or OutOfMemoryException
        || exception is InvalidOperationException and not ObjectDisposedException; // that comes with the process's end

    // libtorch says what happened in its first line; the rest is its own call stack.
    private static string FromLibtorch(Exception exception) =>
        $"libtorch: {exception.Message.Split('\n')[0]}; if memory ran out, lower batchSize or maxSequenceLength.";
}
