using System.Diagnostics;

namespace FedK8s.Bench.Harness;

/// <summary>The Python of a benchmark's contestants: Debian's own, or the one that BENCH_PYTHON names.</summary>
internal static class PythonModules
{
    private const string Variable = "BENCH_PYTHON";

    private static readonly Dictionary<string, string> ModuleOf = new()
    {
        ["python3-numpy"] = "numpy",
        ["python3-torch"] = "torch",
    };

    /// <summary>Whether packages of Debian's are no use to it.</summary>
    public static bool IsChosen { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>The program.</summary>
    public static string Interpreter { get; } = IsChosen ? Environment.GetEnvironmentVariable(Variable)! : "/usr/bin/python3";

    /// <summary>The first package that is missing; null where all are there.</summary>
    public static string? Missing(IReadOnlyList<string> packages) =>
        packages.FirstOrDefault(package => !CanImport(ModuleOf[package]));

    private static bool CanImport(string module)
    {
        try
        {
            using var python = Process.Start(Interpreter, ["-c", $"import {module}"]);
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no Python at all
        }
    }
}
