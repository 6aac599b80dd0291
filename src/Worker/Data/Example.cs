namespace FedK8s.Worker.Data;

/// <summary>One row of a client's data, as text.</summary>
/// <param name="Prompt">What comes before the part to learn; null for a plain text, which is learnt whole.</param>
/// <param name="Completion">
/// What to learn: the completion, or the whole plain text; with a label what is only read. Never empty.
/// </param>
/// <param name="Label">The id of the text's label; null where the text itself is learnt.</param>
/// <param name="IsConversation">
/// Whether a chat template wrote both, which spells out the tokens that start and end a text.
/// </param>
internal readonly record struct Example(string? Prompt, string Completion, int? Label = null, bool IsConversation = false);
