namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary><c>a if condition else b</c>; without an else what is not defined.</summary>
internal sealed record Choice(IExpression Condition, IExpression Then, IExpression? Else) : IExpression
{
    public object? Evaluate(Scope scope)
    {
        scope.Budget.TakeStep();
        return Values.IsTrue(Condition.Evaluate(scope)) ? Then.Evaluate(scope)
            : Else is null ? Undefined.Value
            : Else.Evaluate(scope);
    }
}
