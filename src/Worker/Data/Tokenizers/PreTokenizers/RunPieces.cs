using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Cuts text into runs of characters of the same kind; some kinds stand alone and one is left out.</summary>
internal sealed class RunPieces(Func<Rune, RunKind> kindOf) : IPreTokenizer
{
    public void Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink)
    {
        var (start, position) = (0, 0);
        var current = RunKind.LeftOut;
        foreach (var rune in text.EnumerateRunes())
        {
            var kind = kindOf(rune);
            if (kind != current || kind == RunKind.Alone)
            {
                Hand(text[start..position], current, isAtStart && start == 0, sink);
                (start, current) = (position, kind);
            }

            position += rune.Utf16SequenceLength;
        }

        Hand(text[start..], current, isAtStart && start == 0, sink);
    }

    private static void Hand(ReadOnlySpan<char> piece, RunKind kind, bool isAtStart, IPieceSink sink)
    {
        if (kind != RunKind.LeftOut && !piece.IsEmpty)
        {
            sink.Take(piece, isAtStart);
        }
    }
}
