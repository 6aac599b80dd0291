using System.Text;
using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Core.Files;

namespace FedK8s.Cli.Comparison;

/// <summary>The files that a comparison leaves: comparison.json for programs, comparison.md for people.</summary>
/// <param name="Name">The manifest's name.</param>
/// <param name="Command">What made it, to be run again.</param>
/// <param name="Arms">The start, then the arms in the order in which they ran.</param>
internal sealed record ComparisonReport(string Name, string Command, IReadOnlyList<ArmResult> Arms)
{
    public const string JsonName = "comparison.json";
    public const string MarkdownName = "comparison.md";

    /// <summary>Writes both; files of these names are replaced.</summary>
    public void Write(string folder)
    {
        AtomicFile.Write(Path.Combine(folder, JsonName), JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Options));
        AtomicFile.Write(Path.Combine(folder, MarkdownName), Encoding.UTF8.GetBytes(Markdown()));
    }

    private string Markdown()
    {
        var text = new StringBuilder($"# {Name}: is federation worth it?\n\n    {Command}\n\n");
        var header = ComparisonRows.Header(Arms);
        AppendRow(text, header);
        AppendRow(text, [.. header.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (var row in ComparisonRows.Of(Arms))
        {
            AppendRow(text, row);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
