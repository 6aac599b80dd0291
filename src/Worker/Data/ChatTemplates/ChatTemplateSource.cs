namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>A folder's template, not yet read: it may need what is not implemented, and matters only to conversations.</summary>
/// <param name="Text">As the file holds it.</param>
/// <param name="Location">Which file.</param>
/// <param name="Variables">Special tokens by their names, such as <c>bos_token</c>.</param>
internal sealed record ChatTemplateSource(string Text, string Location, IReadOnlyDictionary<string, object?> Variables);
