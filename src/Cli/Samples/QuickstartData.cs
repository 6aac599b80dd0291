using System.Globalization;
using FedK8s.Core.Determinism;

namespace FedK8s.Cli.Samples;

/// <summary>Writes the quickstart's data files, always the same bytes: JSON lines with <c>prompt</c> and <c>completion</c>.</summary>
internal static class QuickstartData
{
    private const long Seed = 2506_05977;
    private const int ExamplesPerClient = 240;
    private const int TestExamples = 400;
    private const int ExamplesPerGeneralTask = 100;

    // A client's own department makes up 5 in 8 of its tickets: no client alone sees enough of the others.
    private const int OwnShareOfEight = 5;

    /// <summary>Writes <c>client-1.jsonl</c> to <c>client-8.jsonl</c>, <c>tickets.jsonl</c> and <c>general-*.jsonl</c>.</summary>
    public static void Write(string folder)
    {
        var seen = new HashSet<SampleExample>();
        for (var client = 0; client < TicketTask.DepartmentCount; client++)
        {
            var own = client;
            var number = (client + 1).ToString(CultureInfo.InvariantCulture);
            seen.UnionWith(WriteLines(folder, $"client-{number}", ExamplesPerClient, random =>
                TicketTask.Draw(random, random.Next(8) < OwnShareOfEight ? own : random.Next(TicketTask.DepartmentCount))));
        }

        WriteLines(folder, "tickets", TestExamples, random => DrawNew(random, seen));
        foreach (var (name, draw) in GeneralTasks.All)
        {
            WriteLines(folder, $"general-{name}", ExamplesPerGeneralTask, draw);
        }
    }

    /// <summary>Writes <c>base.jsonl</c>: the general tasks alone, as the base model is trained on them.</summary>
    public static void WriteBase(string folder, int examples) =>
        WriteLines(folder, "base", examples, GeneralTasks.DrawAny);

    // No client has seen a test ticket, and none is tested twice.
    private static SampleExample DrawNew(SeededRandom random, HashSet<SampleExample> seen)
    {
        while (true)
        {
            var ticket = TicketTask.Draw(random, random.Next(TicketTask.DepartmentCount));
            if (seen.Add(ticket))
            {
                return ticket;
            }
        }
    }

    private static SampleExample[] WriteLines(string folder, string name, int count, Func<SeededRandom, SampleExample> draw)
    {
        // One generator per file: adding a file changes no other.
        var random = new SeededRandom(Seeds.Derive(Seed, "quickstart", name));
        SampleExample[] examples = [.. Enumerable.Range(0, count).Select(_ => draw(random))];
        SampleLines.Write(Path.Combine(folder, name + ".jsonl"), examples);
        return examples;
    }
}
