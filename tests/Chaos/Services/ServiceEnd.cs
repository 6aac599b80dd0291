using System.Globalization;
using FedK8s.Core.Errors;

namespace FedK8s.Chaos.Services;

/// <summary>How a service ended for good.</summary>
/// <param name="Exit">The number its last process exited with.</param>
/// <param name="Exits">Of all its processes, in order.</param>
internal sealed record ServiceEnd(int Exit, IReadOnlyList<int> Exits)
{
    /// <summary>What a process exits with that a signal killed: 128 and the signal's number.</summary>
    public const int Killed = 128 + 9;

    /// <summary>Whether starting the process again may help, as a pod's failure policy judges it.</summary>
    public static bool MayHelp(int exit) =>
        exit is Killed || ExitCodes.All.FirstOrDefault(code => code.ProcessExit == exit) is { IsRetriable: true };

    /// <summary>Whether there is a code of this number.</summary>
    public static bool HasCode(int exit) => ExitCodes.All.Any(code => code.ProcessExit == exit);

    /// <summary>Whether it says that a promise inside the program was broken.</summary>
    public static bool IsInternalError(int exit) => exit == ExitCodes.InternalError.ProcessExit;

    /// <summary>The code of a number, for example <c>FK9004</c>; a number that has none is shown as it is.</summary>
    public static string CodeOf(int exit) =>
        ExitCodes.All.FirstOrDefault(code => code.ProcessExit == exit)?.Code ?? exit.ToString(CultureInfo.InvariantCulture);
}
