namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>a.method(arguments)</c>: a few of Python's methods of texts and mappings.</summary>
internal sealed record MethodCall(IExpression Owner, string Method, Arguments Arguments) : IExpression
{
    private static readonly Dictionary<string, Func<string, ArgumentValues, object?>> OfText = new(StringComparer.Ordinal)
    {
        ["strip"] = (text, arguments) => Texts.Strip(text, arguments.TextAt(0), isLeft: true, isRight: true),
        ["lstrip"] = (text, arguments) => Texts.Strip(text, arguments.TextAt(0), isLeft: true, isRight: false),
        ["rstrip"] = (text, arguments) => Texts.Strip(text, arguments.TextAt(0), isLeft: false, isRight: true),
        ["upper"] = (text, _) => text.ToUpperInvariant(),
        ["lower"] = (text, _) => text.ToLowerInvariant(),
        ["startswith"] = (text, arguments) => text.StartsWith(Text(arguments, 0), StringComparison.Ordinal),
        ["endswith"] = (text, arguments) => text.EndsWith(Text(arguments, 0), StringComparison.Ordinal),
        ["split"] = (text, arguments) => text.Split(Text(arguments, 0)),
        ["replace"] = (text, arguments) => Texts.Replace(text, Text(arguments, 0), Text(arguments, 1)),
    };

    public static IEnumerable<string> Names => [.. OfText.Keys, "items", "get"];

    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        var arguments = Arguments.Evaluate(scope);
        return (Owner.Evaluate(scope), Method) switch
        {
            (string text, _) when OfText.TryGetValue(Method, out var call) => call(text, arguments),
            (IReadOnlyDictionary<string, object?> members, "items") =>
                members.Select(member => (object?)new object?[] { member.Key, member.Value }).ToArray(),
            (IReadOnlyDictionary<string, object?> members, "get") =>
                members.TryGetValue(Text(arguments, 0), out var value) ? value
                : arguments.At(1) is Undefined ? null
                : arguments.At(1),
            var (owner, _) => throw new ChatTemplateException($"it asks a {Values.KindOf(owner)} for {Method}()"),
        };
    }

    private static string Text(ArgumentValues arguments, int index) =>
        arguments.TextAt(index) is { Length: > 0 } text || (index > 0 && (text = arguments.TextAt(index)) is not null)
            ? text
            : throw new ChatTemplateException("it calls a method of a text without the text that it needs");
}
