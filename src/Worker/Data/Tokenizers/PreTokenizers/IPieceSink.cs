namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Takes pieces as they are cut, so that no list of them is ever made.</summary>
internal interface IPieceSink
{
    /// <param name="piece">Not empty; it lives as long as the call.</param>
    /// <param name="isAtStart">Whether the text that is being encoded begins here.</param>
    void Take(ReadOnlySpan<char> piece, bool isAtStart);
}
