namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>
/// The printable character that byte-level vocabularies write for each byte (Radford et al. 2019, its published encoder):
/// printable bytes of Latin-1 stand for themselves, the others for U+0100 and on.
/// </summary>
internal static class ByteCharacters
{
    private const int ByteCount = 256;

    /// <summary>By byte.</summary>
    public static IReadOnlyList<char> OfByte { get; } = MakeCharacters();

    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The byte that a character stands for; null for one that stands for none.</summary>
    public static byte? ByteOf(char character) =>
        character < Bytes.Length && Bytes[character] >= 0 ? (byte)Bytes[character] : null;

    private static char[] MakeCharacters()
    {
        var characters = new char[ByteCount];
        var next = '\u0100';
        for (var value = 0; value < ByteCount; value++)
        {
            var isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = isPrintable ? (char)value : next++;
        }

        return characters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[OfByte.Max() + 1];
        bytes.AsSpan().Fill(-1);
        for (var value = 0; value < ByteCount; value++)
        {
            bytes[OfByte[value]] = (short)value;
        }

        return bytes;
    }
}
