namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>A part of a template's source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands there; of a string what it means.</param>
/// <param name="Line">From 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line);
