using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>Tokens one after the other.</summary>
internal sealed class TokenReader(IReadOnlyList<Token> tokens, string location)
{
    private const int LargestDepth = 100;

    private int _position;
    private int _depth;

    public Token Current => tokens[_position];

    /// <summary>The token, and goes on to the next.</summary>
    public Token Take() => tokens[_position] is { Kind: TokenKind.End } end ? end : tokens[_position++];

    public bool Is(TokenKind kind, string text) => Current.Kind == kind && Current.Text == text;

    /// <summary>Goes on if the token is this symbol or word.</summary>
    public bool TakeIf(TokenKind kind, string text)
    {
        var isFound = Is(kind, text);
        _position += isFound ? 1 : 0;
        return isFound;
    }

    public Token Require(TokenKind kind, string wanted, string? text = null) =>
        Current.Kind == kind && (text is null || Current.Text == text) ? Take() : throw Error(wanted);

    /// <summary>Refuses the current token.</summary>
    public RunFailedException Error(string wanted) => Error(Current, wanted);

    public RunFailedException Error(Token token, string wanted) =>
        Syntax.Error(location, token.Line, token.Kind == TokenKind.End ? token.Text : $"'{token.Text}'", wanted);

    /// <summary>Goes a level deeper; a hostile template must not exhaust the stack.</summary>
    public T Nested<T>(Func<T> read)
    {
        if (++_depth > LargestDepth)
        {
            throw Error($"at most {LargestDepth} levels");
        }

        var result = read();
        _depth--;
        return result;
    }
}
