namespace FedK8s.Worker.Data;

/// <summary>
/// RFC 4180 with a header row that names <c>text</c>, or <c>prompt</c> and <c>completion</c>, in any order; other
/// columns are passed over.
/// </summary>
internal static class CsvReader
{
    /// <summary>Reads every row; those that cannot be read are noted.</summary>
    public static IReadOnlyList<Example> Read(string content, BadRows badRows)
    {
        var fields = new ExampleFields(badRows);
        Columns? columns = null;
        foreach (var row in new CsvParser(content).Rows())
        {
            if (columns is not null)
            {
                ReadRow(row, columns, fields, badRows);
            }
            else if (HeaderProblem(row) is { } problem)
            {
                badRows.Add(row.Line, problem);
                break;
            }
            else
            {
                columns = Columns.Of([.. row.Fields]);
            }
        }

        return fields.Examples;
    }

    // Where the header is missing the first row is data, and data stays with its client: it is not shown.
    private static string? HeaderProblem(CsvRow row)
    {
        var isKnown = row.Fields.Contains(ExampleFields.Text)
            || (row.Fields.Contains(ExampleFields.Prompt) && row.Fields.Contains(ExampleFields.Completion));
        return row.Problem
            ?? (isKnown
                ? null
                : $"found a header without it; {ExampleFields.Wanted} among its columns");
    }

    private static void ReadRow(CsvRow row, Columns columns, ExampleFields fields, BadRows badRows)
    {
        if (row.Problem is not null)
        {
            badRows.Add(row.Line, row.Problem);
        }
        else if (row.Fields.Count != columns.Count)
        {
            badRows.Add(row.Line, $"found {row.Fields.Count} fields; wanted {columns.Count} as in the header");
        }
        else
        {
            fields.Add(row.Line, Field(columns.Text), Field(columns.Prompt), Field(columns.Completion));
        }

        string? Field(int column) => column < 0 ? null : row.Fields[column];
    }

    /// <summary>Where the header puts each field; -1 where it does not.</summary>
    private sealed record Columns(int Count, int Text, int Prompt, int Completion)
    {
        public static Columns Of(string[] header) => new(
            header.Length,
            Array.IndexOf(header, ExampleFields.Text),
            Array.IndexOf(header, ExampleFields.Prompt),
            Array.IndexOf(header, ExampleFields.Completion));
    }
}
