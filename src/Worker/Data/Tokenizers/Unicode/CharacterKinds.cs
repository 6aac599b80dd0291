using System.Globalization;
using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.Unicode;

/// <summary>What tokenizers ask about a character.</summary>
internal static class CharacterKinds
{
    public static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    public static bool IsNumber(Rune rune) => Rune.IsNumber(rune);

    /// <summary>Category P, or one of ASCII's symbols.</summary>
    public static bool IsPunctuation(Rune rune) =>
        Rune.IsPunctuation(rune) || (rune.IsAscii && Rune.IsSymbol(rune));

    /// <summary>Categories Cc, Cf and Co.</summary>
    public static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    /// <summary>Category M.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Category Mn.</summary>
    public static bool IsNonSpacingMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    /// <summary>
    /// What <c>\w</c> stands for in UTS 18: alphabetic, marks, decimal digits, connectors and the two joiners.
    /// </summary>
    public static bool IsWord(Rune rune) => Rune.IsLetter(rune) || IsMark(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        UnicodeCategory.OtherSymbol => rune.Value // letters in circles and squares are alphabetic
            is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169)
            or (>= 0x1F170 and <= 0x1F189),
        _ => false,
    };

    /// <summary>
    /// The ideographs that BERT sets apart. The sixth block starts 0x100 late (at 2B920, not 2B820), as it does in
    /// the tokenizers that made the vocabularies' files.
    /// </summary>
    public static bool IsIdeograph(Rune rune) => rune.Value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F)
        or (>= 0x2B920 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);
}
