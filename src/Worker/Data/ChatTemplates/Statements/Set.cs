using System.Text;
using FedK8s.Worker.Data.ChatTemplates.Expressions;

namespace FedK8s.Worker.Data.ChatTemplates.Statements;

/// <summary><c>{% set name = value %}</c>, or <c>{% set owner.name = value %}</c> of a namespace.</summary>
internal sealed record Set(string? Owner, string Name, IExpression Value) : IStatement
{
    public void Render(Scope scope, StringBuilder output)
    {
        scope.Budget.TakeStep();
        var value = Value.Evaluate(scope);
        if (Owner is null)
        {
            scope.Set(Name, value);
        }
        else if (scope.Find(Owner) is Dictionary<string, object?> members)
        {
            members[Name] = value;
        }
        else
        {
            throw new ChatTemplateException($"it sets {Owner}.{Name}, and {Owner} is no namespace");
        }
    }
}
