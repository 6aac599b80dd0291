namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>A value that stands in the template.</summary>
internal sealed record Literal(object? Value) : IExpression
{
    public object? Evaluate(Scope scope) => Value;
}
