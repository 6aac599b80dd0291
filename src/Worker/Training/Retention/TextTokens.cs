using FedK8s.Core.Determinism;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Training.Retention;

/// <summary>The ids that text is made of, to draw from.</summary>
internal sealed class TextTokens(ITokenizer tokenizer)
{
    private readonly int[] _ids = [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsText)];

    /// <summary>Whether an id is among them.</summary>
    public bool Contains(int id) => tokenizer.IsText(id);

    /// <summary>Any of them, every one equally likely.</summary>
    public int Draw(SeededRandom random) => random.Any<int>(_ids);
}
