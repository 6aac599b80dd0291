using System.Text;

namespace FedK8s.Worker.Data.ChatTemplates.Statements;

/// <summary>One statement after the other.</summary>
internal sealed record Block(IReadOnlyList<IStatement> Statements) : IStatement
{
    public void Render(Scope scope, StringBuilder output)
    {
        foreach (var statement in Statements)
        {
            statement.Render(scope, output);
        }
    }
}
