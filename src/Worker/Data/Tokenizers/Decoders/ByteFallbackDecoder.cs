using System.Text;
using FedK8s.Worker.Data.Tokenizers.Models;

namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>Tokens of bytes in a row become their UTF-8 text or, where they are none, U+FFFD each.</summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var result = new List<string>();
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (ByteToken.Parse(token) is { } value)
            {
                bytes.Add(value);
                continue;
            }

            AddText(bytes, result);
            result.Add(token);
        }

        AddText(bytes, result);
        return result;
    }

    private static void AddText(List<byte> bytes, List<string> result)
    {
        if (bytes.Count == 0)
        {
            return;
        }

        try
        {
            result.Add(Strict.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            result.AddRange(Enumerable.Repeat("\uFFFD", bytes.Count));
        }

        bytes.Clear();
    }
}
