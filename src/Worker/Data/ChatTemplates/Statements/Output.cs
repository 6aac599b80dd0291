using System.Text;
using FedK8s.Worker.Data.ChatTemplates.Expressions;

namespace FedK8s.Worker.Data.ChatTemplates.Statements;

/// <summary><c>{{ expression }}</c>.</summary>
internal sealed record Output(IExpression Expression) : IStatement
{
    public void Render(Scope scope, StringBuilder output)
    {
        scope.Budget.TakeStep();
        output.Append(Values.Text(Expression.Evaluate(scope)));
        RenderBudget.Require(output.Length);
    }
}
