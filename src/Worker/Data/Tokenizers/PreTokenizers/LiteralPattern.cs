namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>A text to look for as it is.</summary>
/// <param name="literal">Not empty.</param>
internal sealed class LiteralPattern(string literal) : IPattern
{
    public void Find(ReadOnlySpan<char> text, List<PatternSpan> spans)
    {
        var position = 0;
        while (position < text.Length)
        {
            var length = text[position..].IndexOf(literal, StringComparison.Ordinal);
            var start = length < 0 ? text.Length : position + length;
            if (start > position)
            {
                spans.Add(new(position, start, IsMatch: false));
            }

            if (length >= 0)
            {
                spans.Add(new(start, start + literal.Length, IsMatch: true));
            }

            position = length < 0 ? text.Length : start + literal.Length;
        }
    }

    public string Replace(string text, string content) => text.Replace(literal, content, StringComparison.Ordinal);
}
