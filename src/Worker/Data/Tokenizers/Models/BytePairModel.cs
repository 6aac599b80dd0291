namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>Byte-pair encoding: a piece is spelt in letters, and pairs of tokens are merged while a rule applies.</summary>
/// <param name="alphabet">What pieces are spelt in.</param>
/// <param name="merges">The rules.</param>
/// <param name="isWholeFirst">Whether a piece that is a token becomes that token, whatever the rules say.</param>
internal sealed class BytePairModel(IAlphabet alphabet, MergeTable merges, bool isWholeFirst) : ITokenModel
{
    public void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        if (isWholeFirst && alphabet.FindWhole(piece) is { } whole)
        {
            tokens.Add(whole);
            return;
        }

        var start = tokens.Count;
        alphabet.Spell(piece, tokens);
        tokens.CutTo(start + merges.Apply(tokens.Since(start)));
    }
}
