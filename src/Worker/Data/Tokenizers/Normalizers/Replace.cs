using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>Puts a text in the place of every match.</summary>
internal sealed class Replace(IPattern pattern, string content) : INormalizer
{
    public string Normalize(string text) => pattern.Replace(text, content);
}
