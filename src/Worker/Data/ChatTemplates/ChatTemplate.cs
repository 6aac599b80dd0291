using System.Text;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.ChatTemplates.Parsing;
using FedK8s.Worker.Data.ChatTemplates.Statements;

namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>
/// Writes a conversation the way a model was trained on it. Templates are written in Jinja; this reads the part of it that
/// chat templates need, cannot reach anything outside the conversation, and ends.
/// </summary>
internal sealed class ChatTemplate
{
    private readonly IStatement _template;
    private readonly IReadOnlyDictionary<string, object?> _variables;

    private ChatTemplate(IStatement template, IReadOnlyDictionary<string, object?> variables) =>
        (_template, _variables) = (template, variables);

    /// <param name="source">The template's text, its variables (such as <c>bos_token</c>) and where it was read.</param>
    /// <exception cref="RunFailedException">FK3004: something is not implemented; it is named with its line.</exception>
    public static ChatTemplate Read(ChatTemplateSource source) =>
        new(TemplateParser.Read(source.Text, source.Location), source.Variables);

    /// <summary>A conversation as text, special tokens spelt out.</summary>
    /// <param name="messages">Each with <c>role</c> and <c>content</c>.</param>
    /// <param name="isAnswerNext">Whether the text ends where the assistant's next answer begins.</param>
    /// <exception cref="ChatTemplateException">The template refuses the conversation.</exception>
    public string Render(IReadOnlyList<object?> messages, bool isAnswerNext)
    {
        var scope = new Scope(outer: null, new RenderBudget());
        foreach (var (name, value) in _variables)
        {
            scope.Set(name, value);
        }

        scope.Set("messages", messages);
        scope.Set("add_generation_prompt", isAnswerNext);
        scope.Set("tools", null);
        scope.Set("documents", null);
        var output = new StringBuilder();
        _template.Render(scope, output);
        return output.ToString();
    }
}
