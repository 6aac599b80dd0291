namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>What a name stands for.</summary>
internal sealed record Name(string Text) : IExpression
{
    public object? Evaluate(Scope scope) => scope.Find(Text);
}
