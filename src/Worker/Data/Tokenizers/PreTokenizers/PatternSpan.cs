namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>A part of a text that a pattern matches, or that lies between two matches.</summary>
/// <param name="Start">Its first character's position.</param>
/// <param name="End">The position after its last character; above <paramref name="Start"/>.</param>
/// <param name="IsMatch">Which of the two it is.</param>
internal readonly record struct PatternSpan(int Start, int End, bool IsMatch);
