using System.Text.Json;
using System.Text.Unicode;

namespace FedK8s.Worker.Data;

/// <summary>
/// A JSON object on each line, UTF-8, with <c>text</c> or with <c>prompt</c> and <c>completion</c>. Other fields and
/// blank lines are passed over.
/// </summary>
internal static class JsonlReader
{
    /// <summary>Reads every row; those that cannot be read are noted.</summary>
    public static IReadOnlyList<Example> Read(ReadOnlyMemory<byte> content, BadRows badRows)
    {
        var fields = new ExampleFields(badRows);
        var line = 0;
        while (!content.IsEmpty)
        {
            line++;
            var end = content.Span.IndexOf((byte)'\n');
            var row = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (row.Span.ContainsAnyExcept(" \t\r"u8))
            {
                ReadRow(row, line, fields, badRows);
            }
        }

        return fields.Examples;
    }

    private static void ReadRow(ReadOnlyMemory<byte> row, int line, ExampleFields fields, BadRows badRows)
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
            else if (FieldThatIsNoText(found) is { } name)
            {
                badRows.Add(line, $"found {name} that is a JSON {found.GetProperty(name).ValueKind}; wanted a string");
            }
            else
            {
                var (text, prompt) = (Text(found, ExampleFields.Text), Text(found, ExampleFields.Prompt));
                fields.Add(line, text, prompt, Text(found, ExampleFields.Completion));
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

    private static string? FieldThatIsNoText(JsonElement row) =>
        new[] { ExampleFields.Text, ExampleFields.Prompt, ExampleFields.Completion }.FirstOrDefault(name =>
            row.TryGetProperty(name, out var value)
            && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null));

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
