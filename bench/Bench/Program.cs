using System.Globalization;
using System.Text.Json;
using FedK8s.Bench;
using FedK8s.Bench.Harness;

// Arguments: the repository, the fedk8s program, how many runs, and the benchmarks' names (none: all). Tables go to the screen,
// the figures behind them as JSON to artifacts/bench. Nothing here is a gate: other load on the machine moves every figure.
// Started with the verb of a contestant, the program is one side of a comparison; with "packages" or "services", it says what
// benchmarks need.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [Contestants.Verb, var name, ..])
{
    Contestants.Serve(name, args[2..]);
    return 0;
}

if (args is ["packages", ..])
{
    if (PythonModules.IsChosen)
    {
        return 0;
    }

    Console.WriteLine(string.Join('\n', Benchmarks.Named(args[1..]).SelectMany(benchmark => benchmark.Packages).Distinct()));
    return 0;
}

if (args is ["services", ..])
{
    Console.WriteLine(string.Join('\n', Benchmarks.Named(args[1..]).SelectMany(benchmark => benchmark.Services).Distinct()));
    return 0;
}

var settings = new BenchmarkSettings(args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
Directory.CreateDirectory(settings.Folder);
foreach (var benchmark in Benchmarks.Named(args[3..]))
{
    if ((PythonModules.Missing(benchmark.Packages) ?? InstalledServices.Missing(benchmark.Services)) is { } missing)
    {
        Console.WriteLine($"{benchmark.Name}: skipped, {missing} is not installed\n");
        continue;
    }

    var report = await benchmark.RunAsync(settings);
    foreach (var table in report.Tables)
    {
        Console.WriteLine(table);
    }

    await File.WriteAllTextAsync(
        Path.Combine(settings.Folder, $"{benchmark.Name}.json"),
        JsonSerializer.Serialize(
            new { benchmark = benchmark.Name, report.Tables, report.Figures },
            new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }) + "\n");
}

return 0;
