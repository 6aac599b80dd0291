using System.Text;

namespace FedK8s.Worker.Data;

/// <summary>
/// Cuts a text into the records of RFC 4180: fields joined by commas, optionally in double quotes, a quote inside
/// written twice; records end with CR LF or LF. Lines without any character are passed over.
/// </summary>
internal sealed class CsvParser(string text)
{
    private const string QuoteInside = "found a quote inside a field without quotes; wanted the whole field in quotes";

    private int _position;
    private int _line = 1;

    /// <summary>The records in order, the header row among them. Those that break the format carry a problem.</summary>
    public IEnumerable<CsvRow> Rows()
    {
        while (_position < text.Length)
        {
            if (!EndLine())
            {
                yield return Row();
            }
        }
    }

    private CsvRow Row()
    {
        var start = _line;
        var fields = new List<string>();
        string? problem = null;
        do
        {
            var (value, found) = _position < text.Length && text[_position] == '"' ? QuotedField() : PlainField();
            fields.Add(value);
            problem ??= found;
        }
        while (Comma());

        EndLine();
        return new(start, fields, problem);
    }

    private (string Value, string? Problem) PlainField()
    {
        var length = text.AsSpan(_position).IndexOfAny(',', '\n');
        var end = length < 0 ? text.Length : _position + length;
        var value = text[_position..end];
        _position = end;
        if (end == text.Length || text[end] == '\n')
        {
            value = value.EndsWith('\r') ? value[..^1] : value;
        }

        return (value, value.Contains('"') ? QuoteInside : null);
    }

    private (string Value, string? Problem) QuotedField()
    {
        var value = new StringBuilder();
        _position++;
        while (true)
        {
            var length = text.AsSpan(_position).IndexOf('"');
            if (length < 0)
            {
                _position = text.Length;
                return (value.ToString(), "found a quoted field without a closing quote; wanted one");
            }

            Take(value, length);
            _position++;
            if (_position == text.Length || text[_position] != '"')
            {
                return (value.ToString(), AfterClosingQuote());
            }

            value.Append('"');
            _position++;
        }
    }

    private void Take(StringBuilder value, int length)
    {
        var part = text.AsSpan(_position, length);
        value.Append(part);
        _line += part.Count('\n');
        _position += length;
    }

    private string? AfterClosingQuote()
    {
        if (_position == text.Length || text[_position] is ',' or '\n' || text.AsSpan(_position).StartsWith("\r\n"))
        {
            return null;
        }

        PlainField();
        return "found text after a closing quote; wanted a comma or the line's end";
    }

    private bool Comma()
    {
        if (_position == text.Length || text[_position] != ',')
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool EndLine()
    {
        var rest = text.AsSpan(_position);
        var length = rest.StartsWith("\r\n") ? 2 : rest.StartsWith('\n') ? 1 : 0;
        _position += length;
        _line += length == 0 ? 0 : 1;
        return length > 0;
    }
}
