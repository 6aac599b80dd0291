namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>What byte-level expressions do with white space.</summary>
internal static class WhiteSpaceRun
{
    /// <summary>The position after all white space from the text's start.</summary>
    /// <param name="text">Begins with white space.</param>
    /// <param name="endOfLastLine">After the last CR or LF in it; 0 where there is none.</param>
    public static int End(ReadOnlySpan<char> text, out int endOfLastLine)
    {
        endOfLastLine = 0;
        var end = 0;
        while (end < text.Length
            && CharacterClasses.OfFirst(text[end..], out _) is CharacterClass.Space or CharacterClass.NewLine)
        {
            endOfLastLine = text[end] is '\r' or '\n' ? end + 1 : endOfLastLine;
            end++;
        }

        return end;
    }

    /// <summary>
    /// <c>\s+(?!\S)|\s+</c>: all of it at the text's end, otherwise all but the last, which goes with the word after it.
    /// </summary>
    public static int LengthOfPiece(ReadOnlySpan<char> text, int end) =>
        end == text.Length || end == 1 ? end : end - 1;
}
