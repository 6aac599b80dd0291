namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>GPT-2's expression (Radford et al. 2019, its published encoder).</summary>
internal sealed class Gpt2Scanner : IScanner
{
    public const string Expression =
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public int LengthOfFirst(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && Contractions.LengthOf(text, isIgnoringCase: false) is > 0 and var ending)
        {
            return ending;
        }

        var start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = CharacterClasses.OfFirst(text[start..], out var length);
        if (kind is CharacterClass.Space or CharacterClass.NewLine)
        {
            return WhiteSpaceRun.LengthOfPiece(text, WhiteSpaceRun.End(text, out _));
        }

        return CharacterClasses.EndOfRun(text, start + length, kind);
    }
}
