namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Cuts with a scanner, which stands for an expression that matches at every place of every text.</summary>
internal sealed class ScannedPieces(IScanner scanner) : IPreTokenizer
{
    public void Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink)
    {
        while (!text.IsEmpty)
        {
            var length = scanner.LengthOfFirst(text);
            sink.Take(text[..length], isAtStart);
            text = text[length..];
            isAtStart = false;
        }
    }
}
