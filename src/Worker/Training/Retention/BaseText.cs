using FedK8s.Core.Determinism;
using FedK8s.Worker.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training.Retention;

/// <summary>Has the base model write texts: each next token is drawn as likely as the model takes it to be (temperature 1).</summary>
internal static class BaseText
{
    // Bounds the logits of a pass to 128 MiB in float32.
    private const long MaxElementCount = 1L << 25;

    /// <summary>The texts in the order of their drafts, each ending with the end token or at its length.</summary>
    /// <param name="tuned">A causal model with a base function; unchanged afterwards.</param>
    /// <param name="drafts">How each begins and how long it may become.</param>
    /// <param name="endId">Ends a text.</param>
    /// <param name="passDone">Called after each pass through the model; must return at once.</param>
    /// <param name="cancellationToken">Looked at between two passes.</param>
    public static IReadOnlyList<EncodedExample> Write(
        TunedModel tuned, IReadOnlyList<TextDraft> drafts, int endId, Action passDone, CancellationToken cancellationToken)
    {
        var elementsPerRow = drafts.Max(draft => draft.Length) * (long)tuned.Model.VocabularySize;
        var rows = (int)Math.Clamp(MaxElementCount / elementsPerRow, 1, drafts.Count);
        return
        [
            .. drafts.Chunk(rows)
                .SelectMany(chunk => WriteBeside(tuned, chunk, endId, passDone, cancellationToken))
                .Select(tokens => new EncodedExample(tokens, FirstTarget: 1)),
        ];
    }

    private static IEnumerable<int[]> WriteBeside(
        TunedModel tuned, TextDraft[] drafts, int endId, Action passDone, CancellationToken cancellationToken)
    {
        var texts = Array.ConvertAll(drafts, draft => new List<int> { draft.First });
        for (var length = 1; drafts.Zip(texts).Any(IsOpen); length++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var logits = LastLogits(tuned, texts, length, endId);
            var width = logits.Length / drafts.Length;
            foreach (var (row, (draft, text)) in drafts.Zip(texts).Index())
            {
                if (IsOpen((draft, text)))
                {
                    text.Add(Draw(logits.AsSpan(row * width, width), draft.Random));
                }
            }

            passDone();
        }

        return texts.Select(text => text.ToArray());

        bool IsOpen((TextDraft Draft, List<int> Text) of) =>
            of.Text.Count < of.Draft.Length && (of.Text.Count == 1 || of.Text[^1] != endId);
    }

    // (B, V), row after row. A text that has ended is filled up: its logits are not looked at.
    private static float[] LastLogits(TunedModel tuned, List<int>[] texts, int length, int endId)
    {
        using var scope = NewDisposeScope();
        var filled = texts.SelectMany(
            text => Enumerable.Range(0, length).Select(place => place < text.Count ? text[place] : (long)endId));
        var tokens = tensor(filled.ToArray(), [texts.Length, length]).to(tuned.Model.Placement.Device);     // (B, T)
        var logits = tuned.Base.Logits(new(tokens)).select(1, length - 1);                                  // (B, V)
        return logits.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    private static int Draw(ReadOnlySpan<float> logits, SeededRandom random)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var total = 0.0;
        foreach (var logit in logits)
        {
            total += Math.Exp(logit - largest);
        }

        var left = random.NextDouble() * total;
        for (var id = 0; id < logits.Length; id++)
        {
            left -= Math.Exp(logits[id] - largest);
            if (left < 0)
            {
                return id;
            }
        }

        return logits.Length - 1; // rounding took the last share
    }
}
