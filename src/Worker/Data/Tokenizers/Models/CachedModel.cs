namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>Asks a model once for each word, as long as the word is remembered.</summary>
internal sealed class CachedModel(ITokenModel model) : ITokenModel
{
    private readonly WordCache _cache = new();

    public void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        if (piece.Length > WordCache.LongestWord)
        {
            model.Encode(piece, tokens);
        }
        else if (!_cache.TryGet(piece, tokens))
        {
            var start = tokens.Count;
            model.Encode(piece, tokens);
            _cache.Put(piece, tokens.Since(start));
        }
    }
}
