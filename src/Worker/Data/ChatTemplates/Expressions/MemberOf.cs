namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>a.b</c> or <c>a[b]</c>.</summary>
internal sealed record MemberOf(IExpression Owner, IExpression Key) : IExpression
{
    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        return Values.Member(Owner.Evaluate(scope), Key.Evaluate(scope));
    }
}
