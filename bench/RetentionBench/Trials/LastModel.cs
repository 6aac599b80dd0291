using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.RetentionBench.Corpora;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.RetentionBench.Trials;

/// <summary>What is measured of a run's model itself once the run has ended.</summary>
/// <param name="BypassedLosses">
/// Mean losses of the last checkpoint on the run's general tasks, in the manifest's order, with its new blocks bypassed, measured as the
/// evaluator measures. Null where the method has no blocks to bypass.
/// </param>
/// <param name="Sentences">What became of the sentences.</param>
internal sealed record LastModel(IReadOnlyList<double>? BypassedLosses, IReadOnlyList<SentenceLoss> Sentences)
{
    /// <summary>Loads the model and measures it.</summary>
    /// <param name="store">Of a run that is complete.</param>
    /// <param name="spec">The run's.</param>
    /// <param name="sentences">Of the base model; empty for one that has none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<LastModel> MeasureAsync(
        RunStore store, FederatedRunSpec spec, IReadOnlyList<ReferenceSentence> sentences, CancellationToken cancellationToken)
    {
        var state = await store.FindStateAsync(cancellationToken);
        var checkpoint = await CheckpointFiles.FetchAsync(store, state!.Value.Checkpoint, cancellationToken); // the run is complete
        var folder = LocalPath.Of(spec.Model.StorageUri);
        var rules = new ReadingRules(TokenizerFolder.Load(folder), spec.Task.MaxSequenceLength);
        using var model = TunedModel.Create(folder, spec, torch.CPU, torch.float32);
        var before = SentenceLosses();
        model.Load(checkpoint);
        return new(
            spec.Method.BlockExpansion is null ? null : BypassedLosses(),
            [.. sentences.Zip(before, SentenceLosses()).Select(found => new SentenceLoss(found.First.Name, found.Second, found.Third))]);

        double[] SentenceLosses() => [.. sentences.Select(sentence => LossOf(sentence, model, rules.Tokenizer, cancellationToken))];

        double[] BypassedLosses()
        {
            model.Model.Blocks.IsBypassed = true;
            double[] losses =
            [
                .. spec.Evaluation.Tasks
                    .Where(task => task.Kind == EvaluationTaskKind.General)
                    .Select(task => LossOf(task, model, rules, cancellationToken)),
            ];
            model.Model.Blocks.IsBypassed = false;
            return losses;
        }
    }

    private static double LossOf(EvaluationTaskSpec task, TunedModel model, ReadingRules rules, CancellationToken cancellationToken)
    {
        var examples = ExampleSet.Load(DataFile.Find(task.Data.StorageUri, task.Data.Format), rules);
        return LossOf(new EvaluationSet(task.Name, examples.Examples, examples.HasCompletions), model, rules.Tokenizer, cancellationToken);
    }

    // An evaluation task would count the token that ends a text, too.
    private static double LossOf(
        ReferenceSentence sentence, TunedModel model, ITokenizer tokenizer, CancellationToken cancellationToken)
    {
        int[] start = tokenizer.StartId is { } id ? [id] : [];
        var example = new EncodedExample([.. start, .. tokenizer.Encode(sentence.Text)], FirstTarget: 1);
        return LossOf(new EvaluationSet(sentence.Name, [example], HasCompletions: false), model, tokenizer, cancellationToken);
    }

    private static double LossOf(EvaluationSet set, TunedModel model, ITokenizer tokenizer, CancellationToken cancellationToken) =>
        Evaluator.Score(model.Model, set, tokenizer.PaddingId, () => { }, cancellationToken).Loss;
}
