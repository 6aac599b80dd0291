using FedK8s.Contracts.Manifests;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// Measures a model on examples. Accuracy of prompts with completions is the share that greedy decoding completes
/// exactly. It is measured in one pass over prompt and true completion: greedy decoding gives the true completion if
/// and only if at each of its places the most likely token after the true tokens so far is the true one, because up to
/// the first mistake both have read the same tokens. Accuracy of labelled texts is the share of right labels.
/// </summary>
internal static class Evaluator
{
    // Bounds a batch's widest tensor to 128 MiB in float32, and its rows to what one call gains from.
    private const long MaxElementCount = 1L << 25;
    private const int MaxRows = 256;

    /// <summary>Scores a model on a set of examples.</summary>
    /// <param name="model">Left as it was, but in evaluation mode.</param>
    /// <param name="set">What to measure on.</param>
    /// <param name="paddingId">Fills shorter rows.</param>
    /// <param name="batchDone">Called after each batch; must return at once.</param>
    /// <param name="cancellationToken">Looked at between two batches.</param>
    /// <exception cref="RunFailedException">The loss is not finite (FK3006).</exception>
    public static TaskScore Score(
        FoundationModel model, EvaluationSet set, int paddingId, Action batchDone, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        using var totals = new ScoreTotals(model.Placement.Device);
        model.eval();
        foreach (var batch in Batches(set.Examples, WidestOf(model), paddingId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(model, batch, totals);
            batchDone();
        }

        var accuracy = set.HasCompletions
            ? (double)totals.ReadRightExamples() / set.Examples.Count
            : (double)totals.ReadRightTokens() / set.Examples.Sum(example => (long)example.TargetCount);
        return new(set.Name, set.Examples.Count, Finite(totals.ReadLoss(), set.Name), accuracy);
    }

    // A report could not hold such a number, and a run would wait for the report.
    private static double Finite(double loss, string name) => double.IsFinite(loss)
        ? loss
        : throw new RunFailedException(
            ExitCodes.TrainingDiverged,
            $"{name}: the checkpoint's loss is {loss}; wanted a finite number: lower localTraining.learningRate or, if the "
            + "start is measured, choose another base model.");

    private static void Add(FoundationModel model, Batch batch, ScoreTotals totals)
    {
        using var scope = NewDisposeScope();
        var (input, targets) = BatchTensors.Of(batch, model);
        var logits = model.call(input);                                                     // (B, T, V) or (B, L)
        totals.Add(TargetLoss.Sum(logits, targets), batch.TargetCount, logits, targets);
    }

    // Elements for each token: logits or, in a classifier, which has those once a row, the feed-forward block's.
    private static long WidestOf(FoundationModel model) =>
        model.Labels.Count == 0 ? model.VocabularySize : 4L * model.HiddenSize;

    // Longest first: neighbours need little filling, and a batch that does not fit into memory is met at once.
    private static IEnumerable<Batch> Batches(IReadOnlyList<EncodedExample> examples, long widest, int paddingId)
    {
        var ordered = examples.OrderByDescending(example => example.InputCount).ToArray();
        for (var start = 0; start < ordered.Length;)
        {
            var elementsPerRow = ordered[start].InputCount * widest;
            var rows = (int)Math.Clamp(MaxElementCount / elementsPerRow, 1, Math.Min(MaxRows, ordered.Length - start));
            yield return Batch.Of(ordered[start..(start + rows)], paddingId);
            start += rows;
        }
    }
}
