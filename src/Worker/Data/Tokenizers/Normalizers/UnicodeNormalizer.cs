using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>NFC, NFD, NFKC or NFKD.</summary>
internal sealed class UnicodeNormalizer(NormalForm form) : INormalizer
{
    public string Normalize(string text) => form.Of(text);
}
