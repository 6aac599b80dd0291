using System.Text.Json;
using System.Text.Unicode;

namespace FedK8s.Worker.Data;

/// <summary>
/// A JSON object on each line, UTF-8, with the fields of the rows' form. Other fields and blank lines are passed over.
/// </summary>
internal static class JsonlReader
{
    /// <summary>Reads every row into <paramref name="rows"/>; those that cannot be read are noted.</summary>
    public static void Read(ReadOnlyMemory<byte> content, RowForm rows, BadRows badRows)
    {
        var line = 0;
        while (!content.IsEmpty)
        {
            line++;
            var end = content.Span.IndexOf((byte)'\n');
            var row = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (row.Span.ContainsAnyExcept(" \t\r"u8))
            {
                ReadRow(row, line, rows, badRows);
            }
        }
    }

    private static void ReadRow(ReadOnlyMemory<byte> row, int line, RowForm rows, BadRows badRows)
    {
        if (!Utf8.IsValid(row.Span))
        {
            badRows.Add(line, "found bytes that are not UTF-8; wanted a JSON object in UTF-8");
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(row);
            var found = document.RootElement;
            if (found.ValueKind != JsonValueKind.Object)
            {
                badRows.Add(line, $"found a JSON {found.ValueKind}; wanted an object");
            }
            else if (FieldThatIsNoText(found, rows) is { } name)
            {
                badRows.Add(line, $"found {name} that is a JSON {found.GetProperty(name).ValueKind}; wanted a string");
            }
            else
            {
                rows.Add(line, field => found.TryGetProperty(field, out var value) ? ValueOf(value) : null);
            }
        }
        catch (JsonException exception)
        {
            badRows.Add(line, $"found no valid JSON (byte {exception.BytePositionInLine}); wanted one object a line");
        }
        catch (InvalidOperationException)
        {
            badRows.Add(line, "found a string with half a surrogate pair; wanted Unicode text");
        }
    }

    private static string? ValueOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? value.GetString() : value.GetRawText();

    private static string? FieldThatIsNoText(JsonElement row, RowForm rows) =>
        rows.Fields.FirstOrDefault(name => rows.IsText(name) && row.TryGetProperty(name, out var value)
            && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null));
}
