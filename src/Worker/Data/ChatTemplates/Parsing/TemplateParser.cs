using FedK8s.Core.Errors;
using FedK8s.Worker.Data.ChatTemplates.Expressions;
using FedK8s.Worker.Data.ChatTemplates.Statements;

namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>Reads a whole template.</summary>
internal sealed class TemplateParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;

    private TemplateParser(TokenReader tokens) => (_tokens, _expressions) = (tokens, new(tokens));

    /// <exception cref="RunFailedException">FK3004: something is not implemented; it is named with its line.</exception>
    public static IStatement Read(string source, string location)
    {
        var tokens = new TokenReader(Lexer.Read(source, location), location);
        var template = new TemplateParser(tokens).ReadBlock(out _);
        return tokens.Current.Kind == TokenKind.End ? template : throw tokens.Error("text or a block that begins");
    }

    // Up to the template's end or a word that begins none of the statements, such as endif, which is left unread.
    private Block ReadBlock(out string word)
    {
        var statements = new List<IStatement>();
        while (true)
        {
            word = "";
            switch (_tokens.Current.Kind)
            {
                case TokenKind.Text:
                    statements.Add(new PlainText(_tokens.Take().Text));
                    break;
                case TokenKind.OutputStart:
                    _tokens.Take();
                    statements.Add(new Output(_expressions.Read()));
                    _tokens.Require(TokenKind.OutputEnd, "}}");
                    break;
                case TokenKind.BlockStart:
                    _tokens.Take();
                    word = _tokens.Current.Text;
                    if (_tokens.Nested(ReadStatement) is not { } statement)
                    {
                        return new(statements);
                    }

                    statements.Add(statement);
                    break;
                default:
                    return new(statements);
            }
        }
    }

    private IStatement? ReadStatement()
    {
        switch (_tokens.Current.Text)
        {
            case "if":
                return ReadIf();
            case "for":
                return ReadFor();
            case "set":
                return ReadSet();
            case "generation": // says which text the assistant wrote, and writes nothing itself
                _tokens.Take();
                EndTag();
                var inner = ReadBlock(out var end);
                Close(end, "endgeneration");
                return inner;
            case "elif" or "else" or "endif" or "endfor" or "endgeneration":
                return null;
            default:
                throw _tokens.Error("if, for or set");
        }
    }

    private If ReadIf()
    {
        var branches = new List<(IExpression, IStatement)>();
        IStatement? otherwise = null;
        string word;
        do
        {
            _tokens.Take();
            var condition = _expressions.Read();
            EndTag();
            branches.Add((condition, ReadBlock(out word)));
        }
        while (word == "elif");

        if (word == "else")
        {
            _tokens.Take();
            EndTag();
            otherwise = ReadBlock(out word);
        }

        Close(word, "endif");
        return new(branches, otherwise);
    }

    private For ReadFor()
    {
        _tokens.Take();
        var names = new List<string>();
        do
        {
            names.Add(_tokens.Require(TokenKind.Name, "a name").Text);
        }
        while (_tokens.TakeIf(TokenKind.Symbol, ","));

        _tokens.Require(TokenKind.Name, "in", "in");
        var items = _expressions.ReadWithoutChoice();
        var condition = _tokens.TakeIf(TokenKind.Name, "if") ? _expressions.Read() : null;
        EndTag();
        var body = ReadBlock(out var word);
        IStatement? otherwise = null;
        if (word == "else")
        {
            _tokens.Take();
            EndTag();
            otherwise = ReadBlock(out word);
        }

        Close(word, "endfor");
        return new(names, items, condition, body, otherwise);
    }

    private Set ReadSet()
    {
        _tokens.Take();
        var name = _tokens.Require(TokenKind.Name, "a name").Text;
        string? owner = null;
        if (_tokens.TakeIf(TokenKind.Symbol, "."))
        {
            (owner, name) = (name, _tokens.Require(TokenKind.Name, "a member's name").Text);
        }

        _tokens.Require(TokenKind.Symbol, "=", "=");
        var value = _expressions.Read();
        EndTag();
        return new(owner, name, value);
    }

    private void Close(string word, string wanted)
    {
        if (word != wanted)
        {
            throw _tokens.Error(wanted);
        }

        _tokens.Take();
        EndTag();
    }

    private void EndTag() => _tokens.Require(TokenKind.BlockEnd, "%}");
}
