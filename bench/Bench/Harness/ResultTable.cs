using System.Text;

namespace FedK8s.Bench.Harness;

/// <summary>A table in Markdown, its columns aligned for a terminal as well.</summary>
internal sealed record ResultTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public override string ToString()
    {
        var widths = Columns.Select((column, index) => Rows.Select(row => row[index].Length).Append(column.Length).Max()).ToArray();
        var text = new StringBuilder().AppendLine(Title).AppendLine();
        AppendRow(Columns);
        AppendRow([.. widths.Select(width => new string('-', width))]);
        foreach (var row in Rows)
        {
            AppendRow(row);
        }

        return text.ToString();

        void AppendRow(IReadOnlyList<string> cells) => text.AppendLine(
            $"| {string.Join(" | ", cells.Select((cell, index) => cell.PadRight(widths[index])))} |");
    }
}
