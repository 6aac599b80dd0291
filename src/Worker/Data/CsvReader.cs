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
        IReadOnlyList<string>? header = null;
        foreach (var row in new CsvParser(content).Rows())
        {
            if (header is not null)
            {
                ReadRow(row, header, fields, badRows);
            }
            else if (HeaderProblem(row) is { } problem)
            {
                badRows.Add(row.Line, problem);
                break;
            }
            else
            {
                header = row.Fields;
            }
        }

        return fields.Examples;
    }

    private static string? HeaderProblem(CsvRow row)
    {
        var isKnown = row.Fields.Contains(ExampleFields.Text)
            || (row.Fields.Contains(ExampleFields.Prompt) && row.Fields.Contains(ExampleFields.Completion));
        return row.Problem
            ?? (isKnown
                ? null
                : $"found the header {string.Join(',', row.Fields)}; {ExampleFields.Wanted} among its columns");
    }

    private static void ReadRow(CsvRow row, IReadOnlyList<string> header, ExampleFields fields, BadRows badRows)
    {
        if (row.Problem is not null)
        {
            badRows.Add(row.Line, row.Problem);
        }
        else if (row.Fields.Count != header.Count)
        {
            badRows.Add(row.Line, $"found {row.Fields.Count} fields; wanted {header.Count} as in the header");
        }
        else
        {
            var (text, prompt) = (Field(ExampleFields.Text), Field(ExampleFields.Prompt));
            fields.Add(row.Line, text, prompt, Field(ExampleFields.Completion));
        }

        string? Field(string name)
        {
            var column = header.ToList().IndexOf(name);
            return column < 0 ? null : row.Fields[column];
        }
    }
}
