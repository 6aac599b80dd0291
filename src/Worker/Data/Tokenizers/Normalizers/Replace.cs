using System.Text;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>Puts a text in the place of every match.</summary>
internal sealed class Replace(IPattern pattern, string content) : INormalizer
{
    public string Normalize(string text)
    {
        var spans = new List<PatternSpan>();
        pattern.Find(text, spans);
        if (!spans.Exists(span => span.IsMatch))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var (start, end, isMatch) in spans)
        {
            result.Append(isMatch ? content : text.AsSpan(start, end - start));
        }

        return result.ToString();
    }
}
