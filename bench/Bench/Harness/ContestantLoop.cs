using System.Diagnostics;
using System.Text.Json;

namespace FedK8s.Bench.Harness;

/// <summary>The contestant's end of <see cref="ContestantProcess"/>.</summary>
internal static class ContestantLoop
{
    /// <summary>Repeats the work for every line of input, until there is none.</summary>
    /// <param name="repeat">One repetition.</param>
    /// <param name="figures">What to say as it ends; null for nothing.</param>
    /// <param name="prepare">Before each repetition, not measured; null for nothing.</param>
    public static void Serve(
        Action repeat, Func<IReadOnlyDictionary<string, double>>? figures = null, Action? prepare = null)
    {
        Say("ready");
        while (Console.In.ReadLine() is not null)
        {
            prepare?.Invoke();
            var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            repeat();
            Say(new Sample(
                Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
        }

        Say(new Farewell(ProcessMemory.PeakBytes, figures?.Invoke() ?? new Dictionary<string, double>()));
    }

    private static void Say<T>(T line)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(line, JsonSerializerOptions.Web));
        Console.Out.Flush();
    }
}
