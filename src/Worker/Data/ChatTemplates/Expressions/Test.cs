namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>a is defined</c> and the like.</summary>
internal sealed record Test(IExpression Inner, string Kind) : IExpression
{
    private static readonly Dictionary<string, Func<object?, bool>> Kinds = new(StringComparer.Ordinal)
    {
        ["defined"] = value => value is not Undefined,
        ["undefined"] = value => value is Undefined,
        ["none"] = value => value is null,
        ["true"] = value => value is true,
        ["false"] = value => value is false,
        ["boolean"] = value => value is bool,
        ["string"] = value => value is string,
        ["number"] = value => value is long or double or bool,
        ["integer"] = value => value is long,
        ["mapping"] = value => value is IReadOnlyDictionary<string, object?>,
        ["iterable"] = value => value is string or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?>,
        ["sequence"] = value => value is string or IReadOnlyList<object?> or IReadOnlyDictionary<string, object?>,
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        return Kinds[Kind](Inner.Evaluate(scope));
    }
}
