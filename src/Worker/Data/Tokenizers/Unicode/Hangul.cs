namespace FedK8s.Worker.Data.Tokenizers.Unicode;

/// <summary>Hangul syllables compose and decompose by arithmetic (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int FirstSyllable = 0xAC00;
    private const int FirstLeading = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeTrailing = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28; // "none" among them
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    public static bool IsSyllable(int character) => (uint)(character - FirstSyllable) < SyllableCount;

    public static void Decompose(int syllable, List<int> characters)
    {
        var index = syllable - FirstSyllable;
        characters.Add(FirstLeading + (index / (VowelCount * TrailingCount)));
        characters.Add(FirstVowel + (index / TrailingCount % VowelCount));
        if (index % TrailingCount > 0)
        {
            characters.Add(BeforeTrailing + (index % TrailingCount));
        }
    }

    /// <summary>The syllable of two parts; null where they are none.</summary>
    public static int? Compose(int first, int second)
    {
        if ((uint)(first - FirstLeading) < LeadingCount && (uint)(second - FirstVowel) < VowelCount)
        {
            return FirstSyllable + ((((first - FirstLeading) * VowelCount) + second - FirstVowel) * TrailingCount);
        }

        var isOpenSyllable = IsSyllable(first) && (first - FirstSyllable) % TrailingCount == 0;
        return isOpenSyllable && (uint)(second - BeforeTrailing - 1) < TrailingCount - 1
            ? first + second - BeforeTrailing
            : null;
    }
}
