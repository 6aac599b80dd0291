namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Each cuts the pieces of the one before it. Without any, the text is one piece.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> preTokenizers) : IPreTokenizer
{
    public void Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink)
    {
        for (var i = preTokenizers.Count - 1; i >= 0; i--)
        {
            sink = new Stage(preTokenizers[i], sink);
        }

        sink.Take(text, isAtStart);
    }

    private sealed class Stage(IPreTokenizer preTokenizer, IPieceSink next) : IPieceSink
    {
        public void Take(ReadOnlySpan<char> piece, bool isAtStart) => preTokenizer.Split(piece, isAtStart, next);
    }
}
