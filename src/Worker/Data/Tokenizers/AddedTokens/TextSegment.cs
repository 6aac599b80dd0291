namespace FedK8s.Worker.Data.Tokenizers.AddedTokens;

/// <summary>A part of a text: an added token, or what lies between two.</summary>
/// <param name="Token">The token; null for what lies between.</param>
/// <param name="Start">Its first character's position.</param>
/// <param name="End">The position after its last character.</param>
internal readonly record struct TextSegment(AddedToken? Token, int Start, int End);
