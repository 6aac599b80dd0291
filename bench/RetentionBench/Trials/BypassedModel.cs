using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.RetentionBench.Trials;

/// <summary>A run's last checkpoint with its new blocks bypassed.</summary>
internal static class BypassedModel
{
    /// <summary>
    /// What it scores on the run's general tasks, in the manifest's order: mean losses, measured as the evaluator measures. Null where
    /// the method has no blocks to bypass.
    /// </summary>
    public static async Task<IReadOnlyList<double>?> LossesAsync(
        RunStore store, FederatedRunSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Method.BlockExpansion is null)
        {
            return null;
        }

        var state = await store.FindStateAsync(cancellationToken);
        var checkpoint = await CheckpointFiles.FetchAsync(store, state!.Value.Checkpoint, cancellationToken); // the run is complete
        var folder = LocalPath.Of(spec.Model.StorageUri);
        using var model = TunedModel.Create(folder, spec, torch.CPU, torch.float32);
        model.Load(checkpoint);
        model.Model.Blocks.IsBypassed = true;
        var rules = new ReadingRules(TokenizerFolder.Load(folder), spec.Task.MaxSequenceLength);
        return
        [
            .. spec.Evaluation.Tasks
                .Where(task => task.Kind == EvaluationTaskKind.General)
                .Select(task => Score(model, task, rules, cancellationToken).Loss),
        ];
    }

    private static TaskScore Score(
        TunedModel model, EvaluationTaskSpec task, ReadingRules rules, CancellationToken cancellationToken)
    {
        var examples = ExampleSet.Load(DataFile.Find(task.Data.StorageUri, task.Data.Format), rules);
        var set = new EvaluationSet(task.Name, examples.Examples, examples.HasCompletions);
        return Evaluator.Score(model.Model, set, rules.Tokenizer.PaddingId, () => { }, cancellationToken);
    }
}
