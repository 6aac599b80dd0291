using System.Buffers;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>
/// SentencePiece's view of white space (arXiv:1808.06226): a visible sign for each space, one before each word.
/// </summary>
/// <param name="sign">Usually U+2581.</param>
/// <param name="scheme">Where a sign is put before the text.</param>
/// <param name="isSplitting">Whether a piece begins at every sign; otherwise the text stays one piece.</param>
internal sealed class Metaspace(char sign, PrependScheme scheme, bool isSplitting) : IPreTokenizer
{
    public void Split(ReadOnlySpan<char> text, bool isAtStart, IPieceSink sink)
    {
        var isPrepending = scheme == PrependScheme.Always || (scheme == PrependScheme.First && isAtStart);
        var signs = isPrepending && text[0] != sign && text[0] != ' ' ? 1 : 0;
        var buffer = ArrayPool<char>.Shared.Rent(text.Length + signs);
        var signed = buffer.AsSpan(0, text.Length + signs);
        signed[0] = sign;
        text.Replace(signed[signs..], ' ', sign);
        if (isSplitting)
        {
            SplitAtSigns(signed, isAtStart, sink);
        }
        else
        {
            sink.Take(signed, isAtStart);
        }

        ArrayPool<char>.Shared.Return(buffer);
    }

    private void SplitAtSigns(ReadOnlySpan<char> signed, bool isAtStart, IPieceSink sink)
    {
        while (!signed.IsEmpty)
        {
            var length = signed[1..].IndexOf(sign) + 1;
            var piece = length == 0 ? signed : signed[..length];
            sink.Take(piece, isAtStart);
            signed = signed[piece.Length..];
            isAtStart = false;
        }
    }
}
