using FedK8s.Core.Errors;
using FedK8s.Worker.Data.ChatTemplates;

namespace FedK8s.Worker.Data;

/// <summary>
/// The three forms that a row of text to predict may have, <c>text</c>, <c>prompt</c> with <c>completion</c>, or
/// <c>messages</c>; all rows of a file have the form of its first.
/// </summary>
/// <param name="badRows">Gets the rows that cannot be used.</param>
/// <param name="chat">How the model wants messages written; null where its folder does not say.</param>
internal sealed class TextRows(BadRows badRows, ChatTemplateSource? chat = null) : RowForm(badRows)
{
    private const string Text = "text";
    private const string Prompt = "prompt";
    private const string Completion = "completion";
    private const string Messages = "messages";
    private const string Pair = $"{Prompt} and {Completion}";

    private ChatTemplate? _template;
    private string? _form;

    public override IReadOnlyList<string> Fields { get; } = [Text, Prompt, Completion, Messages];

    public override string Wanted => $"wanted {Text}, {Pair}, or {Messages}";

    public override bool IsText(string field) => field != Messages;

    public override bool IsMetBy(IReadOnlyCollection<string> fields) =>
        fields.Contains(Text) || fields.Contains(Messages) || (fields.Contains(Prompt) && fields.Contains(Completion));

    protected override (Example Example, string? Problem) Read(Func<string, string?> valueOf)
    {
        var present = Fields.Where(field => valueOf(field) is not null).ToArray();
        var form = string.Join(" and ", present);
        if (form is not (Text or Pair or Messages))
        {
            return (default, $"found {(form.Length == 0 ? "none of the fields" : form)}; {Wanted}");
        }

        if (Array.Find(present, field => valueOf(field) is "") is { } empty)
        {
            return (default, $"found an empty {empty}; wanted at least one character");
        }

        _form ??= form;
        return form != _form
            ? (default, $"found {form}; the file's first row has the other form and all rows must have the same")
            : form == Messages ? ReadMessages(valueOf(Messages) ?? "")
            : (new(valueOf(Prompt), valueOf(Completion) ?? valueOf(Text) ?? ""), null);
    }

    private (Example Example, string? Problem) ReadMessages(string messages)
    {
        if (chat is null)
        {
            return (default, $"found {Messages}, which this model has no chat template for; wanted {Text}, or {Pair}");
        }

        _template ??= ChatTemplate.Read(chat);
        try
        {
            var (prompt, completion) = Conversation.Render(_template, messages);
            return (new(prompt, completion, IsConversation: true), null);
        }
        catch (ChatTemplateException exception)
        {
            return (default, $"{PrintableText.Of(exception.Message)}; wanted messages that the model's chat template takes");
        }
    }
}
