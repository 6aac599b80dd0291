namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Something to look for in a text.</summary>
internal interface IPattern
{
    /// <summary>Adds matches and what lies between them; together they are the whole text. Empty matches are left out.</summary>
    void Find(ReadOnlySpan<char> text, List<PatternSpan> spans);
}
