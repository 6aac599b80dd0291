using System.Text;

namespace FedK8s.Worker.Data.ChatTemplates.Statements;

/// <summary>Text as it stands.</summary>
internal sealed record PlainText(string Text) : IStatement
{
    public void Render(Scope scope, StringBuilder output) => output.Append(Text);
}
