namespace FedK8s.Bench.Harness;

/// <summary>What every benchmark is told.</summary>
/// <param name="Repository">The checkout's root.</param>
/// <param name="Program">The fedk8s program that was built from it.</param>
/// <param name="Runs">How often a benchmark of whole runs repeats them.</param>
internal sealed record BenchmarkSettings(string Repository, string Program, int Runs)
{
    /// <summary>Results and scratch files; ignored by git.</summary>
    public string Folder => Path.Combine(Repository, "artifacts", "bench");

    /// <summary>An empty folder of that name for a benchmark's files.</summary>
    public string Scratch(string name)
    {
        var folder = Path.Combine(Folder, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>
    /// A contestant written in Python, run by Debian's own interpreter, which has python3-torch, or by the one that BENCH_PYTHON names.
    /// </summary>
    public Contestant Python(string name, string script, params IReadOnlyList<string> arguments) => new(
        name, PythonModules.Interpreter, [Path.Combine(Repository, "bench", "python", script), .. arguments]);

    /// <summary>A contestant of this program, in a process of its own.</summary>
    public static Contestant Ours(string name, string contestant, params IReadOnlyList<string> arguments) => new(
        name, Environment.ProcessPath!, [Contestants.Verb, contestant, .. arguments]); // a program always has a path
}
