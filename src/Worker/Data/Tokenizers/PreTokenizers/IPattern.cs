using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Something to look for in a text.</summary>
internal interface IPattern
{
    /// <summary>Adds matches and what lies between them; together they are the whole text. Empty matches are left out.</summary>
    void Find(ReadOnlySpan<char> text, List<PatternSpan> spans);

    /// <summary>The text with something else in the place of every match.</summary>
    string Replace(string text, string content)
    {
        var spans = new List<PatternSpan>();
        Find(text, spans);
        var result = new StringBuilder(text.Length);
        foreach (var (start, end, isMatch) in spans)
        {
            result.Append(isMatch ? content : text.AsSpan(start, end - start));
        }

        return result.ToString();
    }
}
