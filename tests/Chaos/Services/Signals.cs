using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FedK8s.Chaos.Services;

/// <summary>The signals that strike a process from outside.</summary>
internal static partial class Signals
{
    private const int NoSuchProcess = 3;

    private enum Signal
    {
        Kill = 9,
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }

    /// <summary>Ends a process where it stands.</summary>
    public static void Kill(int process) => Send(process, Signal.Kill);

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int process) => Send(process, Signal.Terminate);

    /// <summary>Halts a process; its connections stay open, and nobody is behind them.</summary>
    public static void Stop(int process) => Send(process, Signal.Stop);

    /// <summary>Lets a halted process go on.</summary>
    public static void Continue(int process) => Send(process, Signal.Continue);

    private static void Send(int process, Signal signal)
    {
        if (SendSignal(process, (int)signal) != 0 && Marshal.GetLastPInvokeError() is not NoSuchProcess and var error)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
