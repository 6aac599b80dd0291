using System.Text;
using FedK8s.Worker.Data.ChatTemplates.Expressions;

namespace FedK8s.Worker.Data.ChatTemplates.Statements;

/// <summary><c>{% if %}</c> with its <c>{% elif %}</c> and <c>{% else %}</c>.</summary>
internal sealed record If(IReadOnlyList<(IExpression Condition, IStatement Body)> Branches, IStatement? Else) : IStatement
{
    public void Render(Scope scope, StringBuilder output)
    {
        foreach (var (condition, body) in Branches)
        {
            scope.Budget.TakeStep();
            if (Values.IsTrue(condition.Evaluate(scope)))
            {
                body.Render(scope, output);
                return;
            }
        }

        Else?.Render(scope, output);
    }
}
