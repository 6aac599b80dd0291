using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>JSON as Python's json.dumps writes it: a space after each comma and colon, no escapes beyond ASCII's controls.</summary>
internal static class JsonText
{
    private const int LargestDepth = 32;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
                    text.Append(JsonSerializer.Serialize(member.Key, Plain)).Append(": ");
                    Write(member.Value, indent, depth + 1, text);
                });
                break;
            case IReadOnlyList<object?> list when depth < LargestDepth:
                WriteAll("[", "]", list, indent, depth, text, item => Write(item, indent, depth + 1, text));
                break;
            case null or bool or long or string:
                text.Append(JsonSerializer.Serialize(value, Plain));
                break;
            case double number:
                text.Append(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                throw new ChatTemplateException($"it writes a {Values.KindOf(value)} as JSON");
        }
    }

    private static void WriteAll<TItem>(
        string open, string close, IReadOnlyList<TItem> items, int? indent, int depth, StringBuilder text, Action<TItem> write)
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
}
