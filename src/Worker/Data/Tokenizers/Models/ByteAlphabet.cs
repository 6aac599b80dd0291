using System.Buffers;
using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>
/// Every byte of the piece's UTF-8 is a letter; vocabularies write it as one of <see cref="ByteCharacters"/>.
/// </summary>
internal sealed class ByteAlphabet : IAlphabet
{
    private const int Missing = -1;

    private readonly Vocabulary _vocabulary;
    private readonly UnknownToken _unknown;
    private readonly int[] _ids;

    public ByteAlphabet(Vocabulary vocabulary, UnknownToken unknown)
    {
        (_vocabulary, _unknown) = (vocabulary, unknown);
        _ids = [.. ByteCharacters.OfByte.Select(character => vocabulary.Find([character]) ?? Missing)];
    }

    public void Spell(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(piece.Length));
        var wasUnknown = false;
        foreach (var value in bytes.AsSpan(0, Encoding.UTF8.GetBytes(piece, bytes)))
        {
            var isUnknown = _ids[value] == Missing;
            if (!isUnknown)
            {
                tokens.Add(_ids[value]);
            }
            else
            {
                _unknown.AddTo(tokens, wasUnknown);
            }

            wasUnknown = isUnknown;
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }

    public int? FindWhole(ReadOnlySpan<char> piece)
    {
        var bytes = Encoding.UTF8.GetBytes(piece.ToArray());
        return _vocabulary.Find(Array.ConvertAll(bytes, value => ByteCharacters.OfByte[value]));
    }
}
