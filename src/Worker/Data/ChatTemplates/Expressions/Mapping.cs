namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>{"a": b}</c>.</summary>
internal sealed record Mapping(IReadOnlyList<(IExpression Key, IExpression Value)> Members) : IExpression
{
    public object? Evaluate(Scope scope)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in Members)
        {
            members[Values.Text(key.Evaluate(scope))] = value.Evaluate(scope);
        }

        return members;
    }
}
