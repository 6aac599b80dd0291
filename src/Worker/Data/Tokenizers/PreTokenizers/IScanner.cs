namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>An expression written out by hand, for speed.</summary>
internal interface IScanner
{
    /// <summary>Characters of the match at the text's first character, at least 1.</summary>
    /// <param name="text">Not empty; without lone surrogates.</param>
    int LengthOfFirst(ReadOnlySpan<char> text);
}
