using System.Text;
using FedK8s.RetentionBench.Claims;

namespace FedK8s.RetentionBench.Reports;

/// <summary>The same as a page of Markdown, which is also what the screen shows.</summary>
internal static class MarkdownPage
{
    public static string Of(string command, IReadOnlyList<Claim> claims, IReadOnlyList<Table> tables)
    {
        var text = new StringBuilder($"# What methods keep, and what they take\n\n    {command}\n");
        foreach (var table in tables)
        {
            text.Append($"\n## {table.Title}\n\n{table.Note}\n\n");
            AppendTable(text, table.Header, table.Rows);
        }

        text.Append("\n## Claims\n\n");
        AppendTable(
            text,
            ["claim", "", "here", "figures"],
            [.. claims.Select(claim => (string[])[claim.Id, claim.Text, claim.VerdictWords, claim.Detail])]);
        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. header.Select((name, column) => rows.Select(row => row[column].Length).Append(name.Length).Max())];
        AppendRow(text, header, widths);
        AppendRow(text, [.. widths.Select(width => new string('-', Math.Max(3, width)))], widths);
        foreach (var row in rows)
        {
            AppendRow(text, row, widths);
        }
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells, int[] widths) => text
        .Append("| ")
        .AppendJoin(" | ", cells.Select((cell, column) => cell.Replace("|", "\\|", StringComparison.Ordinal).PadRight(widths[column])))
        .Append(" |\n");
}
