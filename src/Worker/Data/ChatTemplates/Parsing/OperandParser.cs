using System.Globalization;
using FedK8s.Worker.Data.ChatTemplates.Expressions;

namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>Reads what stands between operators: a value with its members, calls, filters and tests.</summary>
/// <param name="tokens">The template.</param>
/// <param name="readExpression">For what stands in brackets.</param>
internal sealed class OperandParser(TokenReader tokens, Func<IExpression> readExpression)
{
    private static readonly string[] Functions = [FunctionCall.RaiseException, FunctionCall.Namespace, FunctionCall.Range];

    public IExpression Read() => ReadFiltersAndTests(ReadMembers(ReadPrimary()));

    private IExpression ReadFiltersAndTests(IExpression value)
    {
        while (true)
        {
            if (tokens.TakeIf(TokenKind.Symbol, "|"))
            {
                var filter = RequireOneOf("filter", Filtered.Names);
                value = new Filtered(value, filter, tokens.Is(TokenKind.Symbol, "(") ? ReadArguments() : Arguments.None);
            }
            else if (tokens.TakeIf(TokenKind.Name, "is"))
            {
                var isNegated = tokens.TakeIf(TokenKind.Name, "not");
                var test = new Test(value, RequireOneOf("test", Test.Names));
                value = isNegated ? new Negation(test) : test;
            }
            else
            {
                return value;
            }
        }
    }

    private IExpression ReadMembers(IExpression value)
    {
        while (true)
        {
            if (tokens.TakeIf(TokenKind.Symbol, "["))
            {
                value = ReadIndex(value);
            }
            else if (tokens.TakeIf(TokenKind.Symbol, "."))
            {
                value = ReadMember(value);
            }
            else
            {
                return value;
            }
        }
    }

    private IExpression ReadMember(IExpression owner)
    {
        var name = tokens.Require(TokenKind.Name, "a member's name");
        if (!tokens.Is(TokenKind.Symbol, "("))
        {
            return new MemberOf(owner, new Literal(name.Text));
        }

        return MethodCall.Names.Contains(name.Text)
            ? new MethodCall(owner, name.Text, ReadArguments())
            : throw tokens.Error(name, $"one of the methods {string.Join(' ', MethodCall.Names)}");
    }

    private IExpression ReadIndex(IExpression owner)
    {
        var parts = new IExpression?[3];
        var count = 0;
        while (!tokens.TakeIf(TokenKind.Symbol, "]"))
        {
            if (tokens.TakeIf(TokenKind.Symbol, ":") && ++count < parts.Length)
            {
                continue;
            }

            parts[count] = count < parts.Length && parts[count] is null ? readExpression() : throw tokens.Error("]");
        }

        return count > 0 ? new Slice(owner, parts[0], parts[1], parts[2])
            : parts[0] is { } key ? new MemberOf(owner, key)
            : throw tokens.Error("a position or a name");
    }

    private IExpression ReadPrimary()
    {
        var token = tokens.Take();
        switch (token.Kind, token.Text)
        {
            case (TokenKind.String, _):
                return ReadStrings(token.Text);
            case (TokenKind.Number, _):
                return long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? new Literal(number)
                    : throw tokens.Error(token, "a whole number");
            case (TokenKind.Name, "true" or "True"):
                return new Literal(true);
            case (TokenKind.Name, "false" or "False"):
                return new Literal(false);
            case (TokenKind.Name, "none" or "None"):
                return new Literal(null);
            case (TokenKind.Name, _):
                return ReadName(token);
            case (TokenKind.Symbol, "("):
                var inner = readExpression();
                tokens.Require(TokenKind.Symbol, ")", ")");
                return inner;
            case (TokenKind.Symbol, "["):
                return new ListOf(ReadAll("]", readExpression));
            case (TokenKind.Symbol, "{"):
                return new Mapping(ReadAll("}", ReadPair));
            default:
                throw tokens.Error(token, "a value");
        }
    }

    // Texts side by side are one.
    private Literal ReadStrings(string text)
    {
        while (tokens.Current.Kind == TokenKind.String)
        {
            text += tokens.Take().Text;
        }

        return new(text);
    }

    private IExpression ReadName(Token token)
    {
        if (!tokens.Is(TokenKind.Symbol, "("))
        {
            return new Name(token.Text);
        }

        return Functions.Contains(token.Text)
            ? new FunctionCall(token.Text, ReadArguments())
            : throw tokens.Error(token, $"one of the functions {string.Join(' ', Functions)}");
    }

    private (IExpression Key, IExpression Value) ReadPair()
    {
        var key = readExpression();
        tokens.Require(TokenKind.Symbol, ":", ":");
        return (key, readExpression());
    }

    private Arguments ReadArguments()
    {
        tokens.Require(TokenKind.Symbol, "(", "(");
        var byPosition = new List<IExpression>();
        var byName = new List<(string Name, IExpression Value)>();
        ReadAll(")", () =>
        {
            var value = readExpression();
            if (value is Name name && tokens.TakeIf(TokenKind.Symbol, "="))
            {
                byName.Add((name.Text, readExpression()));
            }
            else
            {
                byPosition.Add(value);
            }

            return value;
        });
        return new(byPosition, byName);
    }

    private List<T> ReadAll<T>(string close, Func<T> read)
    {
        var all = new List<T>();
        while (!tokens.TakeIf(TokenKind.Symbol, close))
        {
            all.Add(read());
            if (!tokens.TakeIf(TokenKind.Symbol, ",") && !tokens.Is(TokenKind.Symbol, close))
            {
                throw tokens.Error($", or {close}");
            }
        }

        return all;
    }

    private string RequireOneOf(string kind, IEnumerable<string> names)
    {
        var wanted = $"one of the {kind}s {string.Join(' ', names)}";
        var token = tokens.Require(TokenKind.Name, wanted);
        return names.Contains(token.Text) ? token.Text : throw tokens.Error(token, wanted);
    }
}
