namespace FedK8s.Core.Errors;

/// <summary>
/// The run cannot go on for a reason that has a code. Only the edge of a process catches it: there it becomes one line
/// (<see cref="Exception.Message"/>), the code, and the process's exit number.
/// </summary>
public class RunFailedException : Exception
{
    /// <param name="code">The reason; its page tells the user what to do.</param>
    /// <param name="message">One line: the thing, what was found, what was wanted, the cure.</param>
    /// <param name="cause">The failure underneath, for the log; null when there is none.</param>
    public RunFailedException(ExitCode code, string message, Exception? cause = null)
        : base(message, cause)
    {
        ArgumentNullException.ThrowIfNull(code);
        Code = code;
    }

    /// <summary>The reason, with its process exit number and its page.</summary>
    public ExitCode Code { get; }
}
