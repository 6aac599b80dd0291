namespace FedK8s.Worker.Data;

/// <summary>
/// RFC 4180 with a header row that names the fields of the rows' form, in any order; other columns are passed over.
/// </summary>
internal static class CsvReader
{
    /// <summary>Reads every row into <paramref name="rows"/>; those that cannot be read are noted.</summary>
    public static void Read(string content, RowForm rows, BadRows badRows)
    {
        string[]? header = null;
        foreach (var row in new CsvParser(content).Rows())
        {
            if (header is not null)
            {
                ReadRow(row, header, rows, badRows);
            }
            else if (HeaderProblem(row, rows) is { } problem)
            {
                badRows.Add(row.Line, problem);
                break;
            }
            else
            {
                header = [.. row.Fields];
            }
        }
    }

    // Where the header is missing the first row is data, and data stays with its client: it is not shown.
    private static string? HeaderProblem(CsvRow row, RowForm rows) =>
        row.Problem ?? (rows.IsMetBy([.. row.Fields])
            ? null
            : $"found a header without it; {rows.Wanted} among its columns");

    private static void ReadRow(CsvRow row, string[] header, RowForm rows, BadRows badRows)
    {
        if (row.Problem is not null)
        {
            badRows.Add(row.Line, row.Problem);
        }
        else if (row.Fields.Count != header.Length)
        {
            badRows.Add(row.Line, $"found {row.Fields.Count} fields; wanted {header.Length} as in the header");
        }
        else
        {
            rows.Add(row.Line, field => Array.IndexOf(header, field) is >= 0 and var column ? row.Fields[column] : null);
        }
    }
}
