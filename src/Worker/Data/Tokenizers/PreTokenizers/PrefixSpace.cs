namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Puts a space before a piece that does not begin with one, so that its first word is like any other.</summary>
internal sealed class PrefixSpace : IPreTokenizer
{
    public void Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink) =>
        sink.Take(text[0] == ' ' ? text : string.Concat(" ", text), isAtStart);
}
