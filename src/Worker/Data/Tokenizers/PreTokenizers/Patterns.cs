using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>The pre-tokenizers that are a pattern and no more, and the expressions that have a scanner.</summary>
internal static class Patterns
{
    /// <summary>GPT-2's pieces.</summary>
    public static IPreTokenizer Gpt2 { get; } = new ScannedPieces(new Gpt2Scanner());

    /// <summary>Each punctuation character.</summary>
    public static IPattern Punctuation { get; } = new CharacterPattern(CharacterKinds.IsPunctuation);

    /// <summary>Each digit, and every other number.</summary>
    public static IPattern Digit { get; } = new CharacterPattern(CharacterKinds.IsNumber);

    /// <summary>What a <c>Split</c> by an expression does; with a scanner, where one knows the expression.</summary>
    /// <exception cref="ArgumentException">.NET has no such expression.</exception>
    public static IPreTokenizer SplitBy(string expression, SplitBehavior behavior, bool isInverted)
    {
        // These expressions match everywhere, so between the matches there is nothing to keep or to remove.
        var keepsMatches = behavior == SplitBehavior.Isolated || (behavior == SplitBehavior.Removed && isInverted);
        return expression switch
        {
            Gpt2Scanner.Expression when keepsMatches => Gpt2,
            WordScanner.Llama3Expression when keepsMatches => new ScannedPieces(new WordScanner(digitLimit: 3)),
            WordScanner.Qwen2Expression when keepsMatches => new ScannedPieces(new WordScanner(digitLimit: 1)),
            _ => new Split(new RegexPattern(expression), behavior, isInverted),
        };
    }
}
