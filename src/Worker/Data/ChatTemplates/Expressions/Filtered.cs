namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>a | filter(arguments)</c>.</summary>
internal sealed record Filtered(IExpression Inner, string Filter, Arguments Arguments) : IExpression
{
    private static readonly Dictionary<string, Func<object?, ArgumentValues, object?>> Filters = new(StringComparer.Ordinal)
    {
        ["trim"] = (value, arguments) => Texts.Strip(Values.Text(value), arguments.TextAt(0), isLeft: true, isRight: true),
        ["upper"] = (value, _) => Values.Text(value).ToUpperInvariant(),
        ["lower"] = (value, _) => Values.Text(value).ToLowerInvariant(),
        ["string"] = (value, _) => Values.Text(value),
        ["length"] = (value, _) => Values.Length(value),
        ["count"] = (value, _) => Values.Length(value),
        ["first"] = (value, _) => Values.Items(value) is { Count: > 0 } items ? items[0] : Undefined.Value,
        ["last"] = (value, _) => Values.Items(value) is { Count: > 0 } items ? items[^1] : Undefined.Value,
        ["list"] = (value, _) => Values.Items(value).ToArray(),
        ["join"] = (value, arguments) => Texts.Join(Values.Items(value), arguments.TextAt(0) ?? ""),
        ["tojson"] = (value, arguments) => JsonText.Write(value, arguments.Named("indent") as long?),
        ["default"] = Default,
        ["d"] = Default,
    };

    public static IEnumerable<string> Names => Filters.Keys;

    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        return Filters[Filter](Inner.Evaluate(scope), Arguments.Evaluate(scope));
    }

    private static object? Default(object? value, ArgumentValues arguments) =>
        value is Undefined || (Values.IsTrue(arguments.At(1)) && !Values.IsTrue(value))
            ? arguments.At(0) is Undefined ? "" : arguments.At(0)
            : value;
}
