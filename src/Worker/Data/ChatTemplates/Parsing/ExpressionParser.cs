using FedK8s.Worker.Data.ChatTemplates.Expressions;

namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>Reads operators and what they join; what binds more tightly is read further down.</summary>
internal sealed class ExpressionParser
{
    private readonly TokenReader _tokens;
    private readonly OperandParser _operands;

    public ExpressionParser(TokenReader tokens) => (_tokens, _operands) = (tokens, new(tokens, Read));

    public IExpression Read() => _tokens.Nested(ReadChoice);

    /// <summary>Without <c>a if b</c>, whose if would be a loop's own.</summary>
    public IExpression ReadWithoutChoice() => _tokens.Nested(ReadOr);

    private IExpression ReadChoice()
    {
        var value = ReadOr();
        while (TakeWord("if"))
        {
            var condition = ReadOr();
            value = new Choice(condition, value, TakeWord("else") ? Read() : null);
        }

        return value;
    }

    private IExpression ReadOr() => ReadOperations(ReadAnd, TokenKind.Name, "or");

    private IExpression ReadAnd() => ReadOperations(ReadNot, TokenKind.Name, "and");

    private IExpression ReadNot() =>
        TakeWord("not") ? new Negation(_tokens.Nested(ReadNot)) : ReadComparison();

    private IExpression ReadComparison()
    {
        var left = ReadSum();
        while (TakeComparison() is { } found)
        {
            left = new Operation(found, left, ReadSum());
        }

        return left;
    }

    private string? TakeComparison()
    {
        if (_tokens.Current is { Kind: TokenKind.Symbol, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
        {
            return _tokens.Take().Text;
        }

        if (TakeWord("in"))
        {
            return "in";
        }

        if (!TakeWord("not"))
        {
            return null;
        }

        _tokens.Require(TokenKind.Name, "in", "in");
        return "not in";
    }

    private IExpression ReadSum() => ReadOperations(ReadConcatenation, TokenKind.Symbol, "+", "-");

    private IExpression ReadConcatenation() => ReadOperations(ReadProduct, TokenKind.Symbol, "~");

    private IExpression ReadProduct() => ReadOperations(ReadUnary, TokenKind.Symbol, "*", "%");

    private IExpression ReadOperations(Func<IExpression> readPart, TokenKind kind, params string[] operators)
    {
        var left = readPart();
        while (_tokens.Current.Kind == kind && operators.Contains(_tokens.Current.Text))
        {
            left = new Operation(_tokens.Take().Text, left, readPart());
        }

        return left;
    }

    private IExpression ReadUnary() =>
        _tokens.TakeIf(TokenKind.Symbol, "-")
            ? new Operation("-", new Literal(0L), _tokens.Nested(ReadUnary))
            : _operands.Read();

    private bool TakeWord(string word) => _tokens.TakeIf(TokenKind.Name, word);
}
