using System.Diagnostics;

namespace FedK8s.Bench.Harness;

/// <summary>Whether Debian's Python has what a benchmark's contestants import.</summary>
internal static class PythonModules
{
    private static readonly Dictionary<string, string> ModuleOf = new()
    {
        ["python3-numpy"] = "numpy",
        ["python3-torch"] = "torch",
    };

    /// <summary>The first package that is missing; null where all are there.</summary>
    public static string? Missing(IReadOnlyList<string> packages) =>
        packages.FirstOrDefault(package => !CanImport(ModuleOf[package]));

    private static bool CanImport(string module)
    {
        try
        {
            using var python = Process.Start("/usr/bin/python3", ["-c", $"import {module}"]);
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no Python at all
        }
    }
}
