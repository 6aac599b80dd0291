namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>What a piece is spelt in before anything is merged.</summary>
internal interface IAlphabet
{
    /// <summary>Adds a token for each letter of a piece.</summary>
    void Spell(ReadOnlySpan<char> piece, TokenBuffer tokens);

    /// <summary>The token that is the whole piece; null where there is none.</summary>
    int? FindWhole(ReadOnlySpan<char> piece);
}
