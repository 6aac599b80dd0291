using System.Text.Json;

namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>Messages that end with one of the assistant.</summary>
internal static class Conversation
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private const string Assistant = "assistant";
    private const string Role = "role";
    private const string Content = "content";

    /// <summary>
    /// What is read, and what is learnt: the last message of the assistant, with the sign that ends it. Messages after it are
    /// left out.
    /// </summary>
    /// <param name="template">The model's.</param>
    /// <param name="messages">A JSON list of objects with <c>role</c> and <c>content</c>.</param>
    /// <exception cref="ChatTemplateException">It is no such list, or the template refuses it.</exception>
    public static (string Prompt, string Completion) Render(ChatTemplate template, string messages)
    {
        var all = Read(messages);
        var last = all.FindLastIndex(message => Assistant.Equals(message[Role] as string, StringComparison.Ordinal));
        if (last < 0)
        {
            throw new ChatTemplateException("found no message of the role assistant");
        }

        var whole = template.Render([.. all[..(last + 1)]], isAnswerNext: false);
        var prompt = template.Render([.. all[..last]], isAnswerNext: true);
        return whole.Length > prompt.Length && whole.StartsWith(prompt, StringComparison.Ordinal)
            ? (prompt, whole[prompt.Length..])
            : throw new ChatTemplateException("the chat template writes the messages before the answer otherwise without it");
    }

    private static List<Dictionary<string, object?>> Read(string messages)
    {
        try
        {
            if (ValueOf(JsonElement.Parse(messages, Strict)) is object?[] list
                && list.All(item => item is Dictionary<string, object?> message
                    && message.GetValueOrDefault(Role) is string && message.GetValueOrDefault(Content) is string))
            {
                return [.. list.Cast<Dictionary<string, object?>>()];
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ChatTemplateException("found messages that are no JSON list", exception);
        }

        throw new ChatTemplateException("found messages that are no list of objects with the texts role and content");
    }

    private static object? ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .ToDictionary(member => member.Name, member => ValueOf(member.Value), StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select(ValueOf).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var number) ? number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
