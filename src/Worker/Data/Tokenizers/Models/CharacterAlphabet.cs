using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>
/// Every character is a letter; one that the vocabulary lacks becomes the tokens of its UTF-8 bytes (<c>&lt;0x0A&gt;</c>),
/// where it has those, or the unknown token.
/// </summary>
internal sealed class CharacterAlphabet : IAlphabet
{
    private readonly Vocabulary _vocabulary;
    private readonly UnknownToken _unknown;
    private readonly int?[] _byteIds;

    public CharacterAlphabet(Vocabulary vocabulary, UnknownToken unknown, bool hasByteFallback)
    {
        (_vocabulary, _unknown) = (vocabulary, unknown);
        _byteIds =
        [
            .. Enumerable.Range(0, 256)
                .Select(value => hasByteFallback ? vocabulary.Find(ByteToken.Of((byte)value)) : null),
        ];
    }

    public void Spell(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var wasUnknown = false;
        var start = 0;
        foreach (var rune in piece.EnumerateRunes())
        {
            var isUnknown = false;
            if (_vocabulary.Find(piece.Slice(start, rune.Utf16SequenceLength)) is { } id)
            {
                tokens.Add(id);
            }
            else if (!TryAddBytes(rune, tokens))
            {
                _unknown.AddTo(tokens, wasUnknown);
                isUnknown = true;
            }

            wasUnknown = isUnknown;
            start += rune.Utf16SequenceLength;
        }
    }

    public int? FindWhole(ReadOnlySpan<char> piece) => _vocabulary.Find(piece);

    private bool TryAddBytes(Rune rune, TokenBuffer tokens)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..rune.EncodeToUtf8(bytes)];
        foreach (var value in bytes)
        {
            if (_byteIds[value] is null)
            {
                return false;
            }
        }

        foreach (var value in bytes)
        {
            tokens.Add(_byteIds[value].GetValueOrDefault());
        }

        return true;
    }
}
