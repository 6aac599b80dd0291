using System.Globalization;
using System.Text;

namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>
/// JSON as Python's json.dumps writes it: a space after each comma and colon, no escapes beyond ASCII's controls.
/// </summary>
internal static class JsonText
{
    private const int LargestDepth = 32;

    public static string Write(object? value, long? indent)
    {
        var text = new StringBuilder();
        Write(value, indent is null ? null : (int)Math.Clamp(indent.Value, 0, 16), depth: 0, text);
        return text.ToString();
    }

    private static void Write(object? value, int? indent, int depth, StringBuilder text)
    {
        RenderBudget.Require(text.Length);
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> members when depth < LargestDepth:
                WriteAll("{", "}", [.. members], indent, depth, text, member =>
                {
                    WriteText(member.Key, text);
                    text.Append(": ");
                    Write(member.Value, indent, depth + 1, text);
                });
                break;
            case IReadOnlyList<object?> list when depth < LargestDepth:
                WriteAll("[", "]", list, indent, depth, text, item => Write(item, indent, depth + 1, text));
                break;
            case string found:
                WriteText(found, text);
                break;
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case long number:
                text.Append(number);
                break;
            case double fraction:
                text.Append(fraction.ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                throw new ChatTemplateException($"it writes a {Values.KindOf(value)} as JSON");
        }
    }

    private static void WriteAll<TItem>(
        string open,
        string close,
        IReadOnlyList<TItem> items,
        int? indent,
        int depth,
        StringBuilder text,
        Action<TItem> write)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : indent is null ? ", " : ",");
            AppendLine(depth + 1);
            write(items[i]);
        }

        if (items.Count > 0)
        {
            AppendLine(depth);
        }

        text.Append(close);

        void AppendLine(int level)
        {
            if (indent is { } width)
            {
                text.Append('\n').Append(' ', width * level);
            }
        }
    }

    private static void WriteText(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' or '\\' => text.Append('\\').Append(character),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}
