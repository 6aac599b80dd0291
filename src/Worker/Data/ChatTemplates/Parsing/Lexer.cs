using System.Text;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>
/// Cuts a template into tokens, with the white space around tags as chat templates are written for: the line end after a
/// block goes, and so does the indentation before one.
/// </summary>
internal sealed class Lexer
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "//", "**"];

    private readonly string _source;
    private readonly string _location;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _line = 1;
    private bool _isTrimmingAll;  // the last tag ended with a minus
    private bool _isTrimmingLine; // the last tag was a block

    private Lexer(string source, string location) => (_source, _location) = (source, location);

    /// <exception cref="RunFailedException">FK3004: a tag or a text in quotes does not end.</exception>
    public static IReadOnlyList<Token> Read(string source, string location)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal);
        source = source.EndsWith('\n') ? source[..^1] : source;
        return new Lexer(source, location).Read();
    }

    private List<Token> Read()
    {
        while (_position < _source.Length)
        {
            var start = FindTag();
            ReadText(start);
            if (start < _source.Length)
            {
                ReadTag();
            }
        }

        _tokens.Add(new(TokenKind.End, "the end", _line));
        return _tokens;
    }

    private int FindTag()
    {
        for (var i = _position; i + 1 < _source.Length; i++)
        {
            if (_source[i] == '{' && _source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return _source.Length;
    }

    private void ReadText(int end)
    {
        var text = _source.AsSpan(_position, end - _position);
        var isLineStart = _position == 0;
        if (_isTrimmingAll)
        {
            text = text.TrimStart();
        }
        else if (_isTrimmingLine && text.StartsWith('\n'))
        {
            text = text[1..];
        }

        if (end + 2 < _source.Length && _source[end + 2] == '-')
        {
            text = text.TrimEnd();
        }
        else if (end < _source.Length && _source[end + 1] != '{' && _source[Math.Min(end + 2, _source.Length - 1)] != '+')
        {
            text = WithoutIndentation(text, _source.AsSpan(_position, end - _position), isLineStart);
        }

        if (!text.IsEmpty)
        {
            _tokens.Add(new(TokenKind.Text, text.ToString(), _line));
        }

        Advance(end);
    }

    private static ReadOnlySpan<char> WithoutIndentation(
        ReadOnlySpan<char> text, ReadOnlySpan<char> whole, bool isLineStart)
    {
        var line = whole.LastIndexOf('\n');
        var isIndentation = (line >= 0 || isLineStart) && whole[(line + 1)..].Trim().IsEmpty;
        return isIndentation ? text[..Math.Max(text.LastIndexOf('\n') + 1, 0)] : text;
    }

    private void ReadTag()
    {
        var kind = _source[_position + 1];
        var start = _position;
        var line = _line;
        if (kind == '#')
        {
            var end = _source.IndexOf("#}", _position + 2, StringComparison.Ordinal);
            Advance(end < 0 ? throw Unfinished(line, "a comment") : end + 2);
            EndTag(_source[end - 1], isBlock: true);
            return;
        }

        _tokens.Add(new(kind == '{' ? TokenKind.OutputStart : TokenKind.BlockStart, _source.Substring(start, 2), line));
        Advance(_position + 2);
        if (_position < _source.Length && _source[_position] is '-' or '+')
        {
            Advance(_position + 1);
        }

        ReadInside(kind == '{' ? "}}" : "%}", line);
    }

    private void ReadInside(string end, int line)
    {
        var depth = 0;
        while (true)
        {
            SkipSpace();
            var rest = _source.AsSpan(_position);
            if (rest.IsEmpty)
            {
                throw Unfinished(line, "a tag");
            }

            var sign = rest[0] is '-' or '+' && rest[1..].StartsWith(end) ? rest[0] : ' ';
            if (depth == 0 && (sign != ' ' || rest.StartsWith(end)))
            {
                _tokens.Add(new(end == "}}" ? TokenKind.OutputEnd : TokenKind.BlockEnd, end, _line));
                Advance(_position + end.Length + (sign == ' ' ? 0 : 1));
                EndTag(sign, isBlock: end == "%}");
                return;
            }

            depth += rest[0] is '(' or '[' or '{' ? 1 : rest[0] is ')' or ']' or '}' ? -1 : 0;
            ReadToken(rest);
        }
    }

    private void EndTag(char sign, bool isBlock) =>
        (_isTrimmingAll, _isTrimmingLine) = (sign == '-', isBlock && sign is not ('-' or '+'));

    private void SkipSpace()
    {
        while (_position < _source.Length && char.IsWhiteSpace(_source[_position]))
        {
            Advance(_position + 1);
        }
    }

    private void ReadToken(ReadOnlySpan<char> rest)
    {
        if (rest[0] is '\'' or '"')
        {
            ReadString(rest[0]);
            return;
        }

        var isNumber = char.IsAsciiDigit(rest[0]);
        var length = CountOf(rest, character =>
            char.IsAsciiLetterOrDigit(character) || character == '_' || (isNumber && character == '.'));
        var kind = length == 0 ? TokenKind.Symbol : isNumber ? TokenKind.Number : TokenKind.Name;
        var two = rest[..Math.Min(2, rest.Length)].ToString();
        length = length > 0 ? length : Symbols.Contains(two) ? 2 : 1;
        _tokens.Add(new(kind, rest[..length].ToString(), _line));
        Advance(_position + length);
    }

    private void ReadString(char quote)
    {
        var text = new StringBuilder();
        var i = _position + 1;
        for (; i < _source.Length && _source[i] != quote; i++)
        {
            var isEscape = _source[i] == '\\' && i + 1 < _source.Length;
            text.Append(isEscape ? Unescape(_source[++i]) : _source[i].ToString());
        }

        if (i == _source.Length)
        {
            throw Unfinished(_line, "a text in quotes");
        }

        _tokens.Add(new(TokenKind.String, text.ToString(), _line));
        Advance(i + 1);
    }

    private static string Unescape(char escaped) => escaped switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '\\' or '\'' or '"' => escaped.ToString(),
        '\n' => "",
        _ => "\\" + escaped,
    };

    private static int CountOf(ReadOnlySpan<char> text, Func<char, bool> isOfKind)
    {
        var count = 0;
        while (count < text.Length && isOfKind(text[count]))
        {
            count++;
        }

        return count;
    }

    private void Advance(int position)
    {
        _line += _source.AsSpan(_position, position - _position).Count('\n');
        _position = position;
    }

    private RunFailedException Unfinished(int line, string what) =>
        Syntax.Error(_location, line, $"{what} that does not end", "its end");
}
