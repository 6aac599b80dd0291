namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>What a byte-pair vocabulary puts in the place of a letter that it does not have.</summary>
/// <param name="Id">Null where such letters are left out.</param>
/// <param name="IsFused">Whether several in a row become one token.</param>
internal readonly record struct UnknownToken(int? Id, bool IsFused)
{
    /// <param name="tokens">Gets the token, if there is one to be added.</param>
    /// <param name="wasUnknown">Whether the letter before was unknown too.</param>
    public void AddTo(TokenBuffer tokens, bool wasUnknown)
    {
        if (Id is { } id && !(IsFused && wasUnknown))
        {
            tokens.Add(id);
        }
    }
}
