using System.Globalization;

namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>How SentencePiece vocabularies write the token of a byte: <c>&lt;0x0A&gt;</c>.</summary>
internal static class ByteToken
{
    public static string Of(byte value) => $"<0x{value:X2}>";

    /// <summary>The byte; null for any other token.</summary>
    public static byte? Parse(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
