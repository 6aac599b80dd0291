using System.Diagnostics;

namespace FedK8s.Testing;

/// <summary>Debian's Python with torch, for what only another program can say of our files.</summary>
public static class ReferencePython
{
    private const string Program = "/usr/bin/python3";

    private static readonly Lazy<bool> _hasTorch = new(() => File.Exists(Program) && Start(["-c", "import torch"]).Exit == 0);

    /// <summary>Whether it is there.</summary>
    public static bool HasTorch => _hasTorch.Value;

    /// <summary>Runs a script of tests/reference and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static string Run(string script, params string[] arguments)
    {
        var (exit, output, error) = Start([RepositoryRoot.Combine("tests", "reference", script), .. arguments]);
        return exit == 0 ? output : throw new InvalidOperationException(error);
    }

    private static (int Exit, string Output, string Error) Start(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, ["-B", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // not null: a program of its own is started
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
