using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

/// <summary>What a pre-tokenizer cuts a text into, as a list.</summary>
internal sealed class Pieces : IPieceSink
{
    private readonly List<string> _pieces = [];

    public static IReadOnlyList<string> Of(IPreTokenizer preTokenizer, string text, bool isAtStart = true)
    {
        var pieces = new Pieces();
        preTokenizer.Split(text, isAtStart, pieces);
        return pieces._pieces;
    }

    public void Take(ReadOnlySpan<char> piece, bool isAtStart) => _pieces.Add(piece.ToString());
}
