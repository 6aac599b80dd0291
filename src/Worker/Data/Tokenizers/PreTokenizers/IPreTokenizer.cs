namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>
/// Cuts text into the pieces that the model sees one by one; no token spans two of them. Safe to use from several threads.
/// </summary>
internal interface IPreTokenizer
{
    /// <summary>Hands every piece to <paramref name="sink"/>, in order and none of them empty.</summary>
    /// <param name="text">Not empty; without lone surrogates.</param>
    /// <param name="isAtStart">Whether the text that is being encoded begins here.</param>
    /// <param name="sink">What comes next: another pre-tokenizer or the model.</param>
    void Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink);
}
