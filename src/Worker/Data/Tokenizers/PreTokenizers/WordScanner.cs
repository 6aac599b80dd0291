namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>The expression of Llama 3 and of Qwen 2, which differ in how many digits make a piece.</summary>
/// <param name="digitLimit">3 for Llama 3, 1 for Qwen 2.</param>
internal sealed class WordScanner(int digitLimit) : IScanner
{
    public const string Llama3Expression =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
        + @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string Qwen2Expression =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
        + @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public int LengthOfFirst(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && Contractions.LengthOf(text, isIgnoringCase: true) is > 0 and var ending)
        {
            return ending;
        }

        var kind = CharacterClasses.OfFirst(text, out var length);
        if (kind == CharacterClass.Letter)
        {
            return CharacterClasses.EndOfRun(text, length, CharacterClass.Letter);
        }

        if (kind == CharacterClass.Number)
        {
            return EndOfDigits(text, length);
        }

        return kind != CharacterClass.NewLine && EndOfLetters(text, length) is > 0 and var word
            ? word
            : LengthOfOther(text);
    }

    // Letters after one character that is none.
    private static int EndOfLetters(ReadOnlySpan<char> text, int start)
    {
        var end = CharacterClasses.EndOfRun(text, start, CharacterClass.Letter);
        return end > start ? end : 0;
    }

    private int EndOfDigits(ReadOnlySpan<char> text, int end)
    {
        for (var count = 1; count < digitLimit && end < text.Length; count++)
        {
            if (CharacterClasses.OfFirst(text[end..], out var length) != CharacterClass.Number)
            {
                break;
            }

            end += length;
        }

        return end;
    }

    private static int LengthOfOther(ReadOnlySpan<char> text)
    {
        var start = text[0] == ' ' ? 1 : 0;
        var end = CharacterClasses.EndOfRun(text, start, CharacterClass.Symbol);
        if (end > start)
        {
            return CharacterClasses.EndOfRun(text, end, CharacterClass.NewLine);
        }

        end = WhiteSpaceRun.End(text, out var endOfLastLine);
        return endOfLastLine > 0 ? endOfLastLine : WhiteSpaceRun.LengthOfPiece(text, end);
    }
}
