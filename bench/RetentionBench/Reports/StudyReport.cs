using System.Text;
using System.Text.Json;
using FedK8s.Core.Files;
using FedK8s.RetentionBench.Claims;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>Everything that a study leaves besides its trials.</summary>
/// <param name="command">What made it, and of which commit.</param>
internal sealed class StudyReport(string command)
{
    /// <summary>Prints tables and claims, and writes them as files.</summary>
    public void Tell(StudyResults results, string folder, TextWriter output)
    {
        var tables = StudyTables.Of(results);
        var claims = ClaimList.Of(results);
        var page = MarkdownPage.Of(command, claims, tables);
        Write(folder, "tables.md", page);
        Write(folder, "index.html", HtmlPage.Of(command, claims, tables, StudyPlots.Of(results)));
        Write(folder, "trials.csv", CsvFiles.Trials(results));
        Write(folder, "evaluations.csv", CsvFiles.Evaluations(results));
        Write(folder, "results.json", JsonSerializer.Serialize(new { command, claims, tables, results }, TrialJson.OneLine) + "\n");
        output.WriteLine();
        output.Write(page);
        output.WriteLine($"\n{folder} holds index.html, tables.md, results.json, trials.csv, evaluations.csv");
    }

    private static void Write(string folder, string name, string text) =>
        AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
}
