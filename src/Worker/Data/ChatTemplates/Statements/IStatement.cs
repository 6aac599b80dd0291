using System.Text;

namespace FedK8s.Worker.Data.ChatTemplates.Statements;

/// <summary>A part of a template that writes something.</summary>
internal interface IStatement
{
    /// <exception cref="ChatTemplateException">It cannot, for this conversation.</exception>
    void Render(Scope scope, StringBuilder output);
}
