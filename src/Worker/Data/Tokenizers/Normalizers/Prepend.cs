namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>Puts a text before every text but the empty one.</summary>
internal sealed class Prepend(string prefix) : INormalizer
{
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}
