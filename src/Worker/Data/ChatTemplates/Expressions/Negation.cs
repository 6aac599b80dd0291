namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>not a</c>.</summary>
internal sealed record Negation(IExpression Inner) : IExpression
{
    public object? Evaluate(Scope scope) => !Values.IsTrue(Inner.Evaluate(scope));
}
