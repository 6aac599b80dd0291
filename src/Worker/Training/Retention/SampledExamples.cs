using System.Globalization;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Determinism;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Training.Retention;

/// <summary>
/// Texts that the base model writes itself, the same for all rounds of a run: written when they are first needed and kept in
/// memory. Each begins with the tokenizer's start or, where it has none, with a token of the client's inputs, and is as long as
/// one of these, up to <see cref="LongestText"/>.
/// </summary>
internal sealed class SampledExamples(
    IReadOnlyList<EncodedExample> examples, ITokenizer tokenizer, long seed, ClientId client) : IGuardExamples
{
    /// <summary>How many are written. Our choice: writing costs about as much as a few dozen steps.</summary>
    public const int TextCount = 64;

    /// <summary>Tokens of a text at most. Our choice: without kept keys and values, a text costs the square of its length.</summary>
    public const int LongestText = 64;

    private readonly Lock _writing = new();
    private IReadOnlyList<EncodedExample>? _texts;

    public EncodedExample Of(EncodedExample example, SeededRandom random)
    {
        var texts = _texts ?? throw new InvalidOperationException("Nothing is written yet.");
        return texts[random.Next(texts.Count)];
    }

    public void Prepare(TunedModel tuned, Action passDone, CancellationToken cancellationToken)
    {
        lock (_writing)
        {
            _texts ??= BaseText.Write(tuned, Drafts(), tokenizer.EndId, passDone, cancellationToken);
        }
    }

    private TextDraft[] Drafts() => [.. Enumerable.Range(0, TextCount).Select(Draft)];

    private TextDraft Draft(int number)
    {
        var random = new SeededRandom(
            Seeds.Derive(seed, "guard-text", client.Value, number.ToString(CultureInfo.InvariantCulture)));
        var like = examples[random.Next(examples.Count)].Tokens;
        var text = like.Where(tokenizer.IsText).ToArray();
        var first = tokenizer.StartId ?? (text.Length > 0 ? random.Any<int>(text) : tokenizer.EndId);
        return new(first, Math.Clamp(like.Length, 2, LongestText), random);
    }
}
