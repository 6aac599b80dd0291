namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>[a, b]</c>.</summary>
internal sealed record ListOf(IReadOnlyList<IExpression> Items) : IExpression
{
    public object? Evaluate(Scope scope) => Items.Select(item => item.Evaluate(scope)).ToArray();
}
