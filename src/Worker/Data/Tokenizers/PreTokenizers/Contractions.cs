namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>English endings after an apostrophe: 's 't 're 've 'm 'll 'd.</summary>
internal static class Contractions
{
    /// <summary>The ending's length, apostrophe included; 0 where there is none.</summary>
    /// <param name="text">Begins with an apostrophe.</param>
    /// <param name="isIgnoringCase">Also capitals, and the long s, which folds to s.</param>
    public static int LengthOf(ReadOnlySpan<char> text, bool isIgnoringCase)
    {
        var first = At(text, 1, isIgnoringCase);
        if (first is 's' or 't' or 'm' or 'd')
        {
            return 2;
        }

        return (first, At(text, 2, isIgnoringCase)) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    private static char At(ReadOnlySpan<char> text, int position, bool isIgnoringCase)
    {
        const char LongS = '\u017F';
        var character = position < text.Length ? text[position] : '\0';
        return !isIgnoringCase ? character
            : character == LongS ? 's'
            : char.IsAsciiLetterUpper(character) ? char.ToLowerInvariant(character)
            : character;
    }
}
