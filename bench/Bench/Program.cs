using System.Globalization;
using System.Text.Json;
using FedK8s.Bench;

// Arguments: the repository, the fedk8s program, how many runs. The table goes to the screen, the same figures as JSON to
// artifacts/bench. Nothing here is a gate: other load on the machine moves every figure.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (repository, program, runs) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));

var times = new List<QuickstartTimes>();
for (var run = 1; run <= runs; run++)
{
    times.Add(await QuickstartBenchmark.RunAsync(repository, program));
}

var median = times.OrderBy(time => time.OtherShare).ElementAt(times.Count / 2);
Console.WriteLine("quickstart                 seconds    share");
Console.WriteLine($"  training               {median.TrainingSeconds,9:F1}  {1 - median.OtherShare,7:P1}");
Console.WriteLine($"  everything else        {median.OtherSeconds,9:F1}  {median.OtherShare,7:P1}   target below {QuickstartBenchmark.Target:P0}");
Console.WriteLine($"  total                  {median.TotalSeconds,9:F1}             median of {runs}");

var folder = Path.Combine(repository, "artifacts", "bench");
Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(
    Path.Combine(folder, "quickstart.json"),
    JsonSerializer.Serialize(
        new { benchmark = "quickstart", target = QuickstartBenchmark.Target, median, runs = times },
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }) + "\n");
