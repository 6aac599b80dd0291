namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>Turns a piece of text into tokens. Safe to use from several threads.</summary>
internal interface ITokenModel
{
    /// <param name="piece">Not empty; without lone surrogates.</param>
    /// <param name="tokens">Gets the piece's tokens.</param>
    void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens);
}
