using Spectre.Console;

namespace FedK8s.Cli.Results;

/// <summary>Rows of words as lines of text: no colours, no blanks at the ends, no empty lines, the same on every output.</summary>
internal static class PlainTable
{
    // Where nobody's terminal says how wide a line may be.
    private const int Width = 140;

    /// <summary>Writes a table.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="leftAligned">How many columns, from the first, hold words and not numbers.</param>
    /// <param name="rows">As many cells each as there are columns.</param>
    /// <param name="output">To whom.</param>
    public static void Write(
        IReadOnlyList<string> header, int leftAligned, IEnumerable<IReadOnlyList<string>> rows, TextWriter output)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (var (column, name) in header.Index())
        {
            var cells = new TableColumn(Markup.Escape(name)).NoWrap();
            table.AddColumn(column < leftAligned ? cells : cells.RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        using var drawn = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(drawn),
        });
        console.Profile.Width = Width;
        console.Write(table);
        foreach (var line in drawn.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            output.WriteLine(line);
        }
    }
}
