using System.Text;
using FedK8s.Worker.Data.Tokenizers.Models;

namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>Each character is a byte; together they are UTF-8. A token of other characters stands for itself.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            bytes.AddRange(token.All(character => ByteCharacters.ByteOf(character) is not null)
                ? token.Select(character => ByteCharacters.ByteOf(character).GetValueOrDefault())
                : Encoding.UTF8.GetBytes(token));
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }
}
