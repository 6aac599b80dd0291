namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>raise_exception(message)</c>, <c>namespace(a=b)</c> or <c>range(from, to)</c>.</summary>
internal sealed record FunctionCall(string Function, Arguments Arguments) : IExpression
{
    public const string RaiseException = "raise_exception";
    public const string Namespace = "namespace";
    public const string Range = "range";

    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        var arguments = Arguments.Evaluate(scope);
        return Function switch
        {
            RaiseException => throw new ChatTemplateException($"it says: {arguments.TextAt(0)}"),
            Namespace => new Dictionary<string, object?>(arguments.ByName, StringComparer.Ordinal),
            _ => Numbers(arguments),
        };
    }

    private static object?[] Numbers(ArgumentValues arguments)
    {
        const int LargestCount = 100_000;
        var (from, to) = arguments.ByPosition.Count == 1 ? (0L, arguments.At(0)) : (arguments.At(0), arguments.At(1));
        return from is long first && to is long last && last - first is <= LargestCount and var count
            ? [.. Enumerable.Range(0, (int)Math.Max(0, count)).Select(i => (object?)(first + i))]
            : throw new ChatTemplateException($"it asks for a range that is none, or of more than {LargestCount} numbers");
    }
}
