namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>Two values joined by an operator.</summary>
internal sealed record Operation(string Operator, IExpression Left, IExpression Right) : IExpression
{
    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        var left = Left.Evaluate(scope);
        switch (Operator)
        {
            case "and":
                return Values.IsTrue(left) ? Right.Evaluate(scope) : left;
            case "or":
                return Values.IsTrue(left) ? left : Right.Evaluate(scope);
        }

        var right = Right.Evaluate(scope);
        return Operator switch
        {
            "==" => Values.Equals(left, right),
            "!=" => !Values.Equals(left, right),
            "<" => Values.Compare(left, right) < 0,
            "<=" => Values.Compare(left, right) <= 0,
            ">" => Values.Compare(left, right) > 0,
            ">=" => Values.Compare(left, right) >= 0,
            "in" => Values.Contains(right, left),
            "not in" => !Values.Contains(right, left),
            "~" => Join(Values.Text(left), Values.Text(right)),
            "+" => Add(left, right),
            _ => Calculate(left, right),
        };
    }

    private static object Add(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => Join(a, b),
        (long a, long b) => a + b,
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => Join(a, b),
        _ => throw new ChatTemplateException($"it adds a {Values.KindOf(left)} and a {Values.KindOf(right)}"),
    };

    private long Calculate(object? left, object? right)
    {
        if (left is not long a || right is not long b || (b == 0 && Operator == "%"))
        {
            throw new ChatTemplateException(
                $"it calculates a {Values.KindOf(left)} {Operator} a {Values.KindOf(right)} or divides by 0");
        }

        return Operator switch
        {
            "-" => a - b,
            "*" => a * b,
            _ => b == -1 ? 0 : ((a % b) + b) % b, // Python's remainder has the divisor's sign
        };
    }

    private static string Join(string left, string right)
    {
        RenderBudget.Require((long)left.Length + right.Length);
        return left + right;
    }

    private static object?[] Join(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        RenderBudget.Require((long)left.Count + right.Count);
        return [.. left, .. right];
    }
}
