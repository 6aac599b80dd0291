using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Data;

/// <summary>How a run's files become examples, the same for all its clients.</summary>
/// <param name="Tokenizer">The model's tokenizer.</param>
/// <param name="MaxSequenceLength">Tokens of an example, special ones included; at least 2.</param>
/// <param name="Labels">Of a classifier, whose rows hold a text and its label; null where rows are texts to predict.</param>
internal sealed record ReadingRules(ITokenizer Tokenizer, int MaxSequenceLength, LabelSet? Labels = null)
{
    /// <summary>An empty collection of rows that have the task's form.</summary>
    public RowForm NewRows(BadRows badRows) =>
        Labels is null ? new TextRows(badRows, Tokenizer.Chat) : new LabelledRows(Labels, badRows);
}
