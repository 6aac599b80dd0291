namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>a[from:to:step]</c> of a list or a text, with Python's meaning of numbers below zero.</summary>
internal sealed record Slice(IExpression Owner, IExpression? From, IExpression? To, IExpression? Step) : IExpression
{
    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        var owner = Owner.Evaluate(scope);
        var items = Values.Items(owner);
        var step = Number(Step, scope) ?? 1;
        if (step == 0)
        {
            throw new ChatTemplateException("it slices by steps of 0");
        }

        var (first, last) = step > 0 ? (0L, (long)items.Count) : (items.Count - 1L, -1L);
        var from = Number(From, scope) is { } start ? Place(start, items.Count, step) : first;
        var to = Number(To, scope) is { } stop ? Place(stop, items.Count, step) : last;
        var result = new List<object?>();
        for (var i = from; step > 0 ? i < to : i > to; i += step)
        {
            result.Add(items[(int)i]);
        }

        return owner is string ? string.Concat(result) : result;
    }

    private static long Place(long index, int count, long step)
    {
        index = index < 0 ? index + count : index;
        return step > 0 ? Math.Clamp(index, 0, count) : Math.Clamp(index, -1, count - 1);
    }

    private static long? Number(IExpression? expression, Scope scope) => expression?.Evaluate(scope) switch
    {
        null => null,
        long number and >= -int.MaxValue and <= int.MaxValue => number,
        var other => throw new ChatTemplateException($"it slices by a {Values.KindOf(other)}"),
    };
}
