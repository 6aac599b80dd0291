namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>
/// Cuts before every sign of a space that follows something else. A SentencePiece vocabulary sees its text as one piece;
/// where no merge joins across such a place, cutting there changes no token, and words can be remembered.
/// </summary>
internal sealed class WordStarts : IPreTokenizer
{
    /// <summary>What SentencePiece writes for a space.</summary>
    public const char Sign = '\u2581';

    public void Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink)
    {
        while (!text.IsEmpty)
        {
            var signs = text.IndexOfAnyExcept(Sign);
            var letters = signs < 0 ? -1 : text[signs..].IndexOf(Sign);
            var piece = letters < 0 ? text : text[..(signs + letters)];
            sink.Take(piece, isAtStart);
            text = text[piece.Length..];
            isAtStart = false;
        }
    }
}
