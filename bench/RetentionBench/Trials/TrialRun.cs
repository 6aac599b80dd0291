using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.RetentionBench.Corpora;
using FedK8s.Worker.Export;

namespace FedK8s.RetentionBench.Trials;

/// <summary>One trial, in this process.</summary>
/// <param name="folder">Where everything lies.</param>
/// <param name="trial">What to run.</param>
/// <param name="baseModel">What it starts from.</param>
internal sealed class TrialRun(BenchFolder folder, Trial trial, BaseModel baseModel)
{
    private readonly string _work = folder.Work(trial.Key());

    /// <summary>Runs it: what it came to, or why the product does not run it.</summary>
    /// <exception cref="RunFailedException">It failed.</exception>
    public async Task<(TrialResult? Result, string? Refusal)> RunAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (Directory.Exists(_work))
        {
            Directory.Delete(_work, recursive: true); // of a process that was stopped
        }

        var (run, refusal) = Read(trial.Setting.Corpus is { } corpus
            ? new CorpusInputs(folder, trial, corpus).Write()
            : new ToyInputs(folder, trial, baseModel).Write());
        if (run is null)
        {
            return (null, refusal);
        }

        var learnt = await LearnAsync(run, trial.Setting.IsSequence ? Between : null, cancellationToken);
        var last = trial.Setting.IsSequence ? await LearnSecondAsync(cancellationToken) : learnt;
        return (new()
        {
            Trial = trial,
            Evaluations = last.Evaluations,
            FirstTask = trial.Setting.IsSequence ? learnt.Evaluations : [],
            BypassedGeneralLoss = last.Model.BypassedLosses,
            Sentences = last.Model.Sentences,
            TrainableParameters = last.Parameters,
            PeakMemoryBytes = ProcessMemory.Peak(),
            WallSeconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds,
        }, null);
    }

    // The first task's model, everything folded in, between the two runs.
    private string Between => Path.Combine(_work, "first");

    private Task<Learnt> LearnSecondAsync(CancellationToken cancellationToken)
    {
        var (run, refusal) = Read(new ToyInputs(folder, trial, baseModel).WriteSecond(Between));
        return LearnAsync(run ?? throw new InvalidOperationException(refusal), export: null, cancellationToken);
    }

    private (FederatedRun? Run, string? Refusal) Read(TrialInputs inputs) =>
        ProductRun.Read(TrialManifest.Text(trial, inputs, _work), _work);

    private Task<Learnt> LearnAsync(FederatedRun run, string? export, CancellationToken cancellationToken)
    {
        var recorder = new RunRecorder(Path.Combine(_work, "run"), trial.Setting.Shape);
        return ProductRun.RunAsync(
            run,
            recorder,
            async store =>
            {
                if (export is not null)
                {
                    await ModelExport.ExportAsync(store, export, ExportFormat.Merged, cancellationToken);
                }

                return new Learnt(
                    await ReadAsync(store, run, recorder, cancellationToken),
                    await CountAsync(store, cancellationToken),
                    await LastModel.MeasureAsync(
                        store, run.Spec, trial.Setting.Corpus is null ? [] : ReferenceSentence.All, cancellationToken));
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<Evaluation>> ReadAsync(
        RunStore store, FederatedRun run, RunRecorder recorder, CancellationToken cancellationToken)
    {
        var clients = run.Spec.Clients.Select(client => new ClientId(client.Name)).Zip(trial.Setting.Fleet).ToDictionary();
        var totals = RunTotals.Of(recorder.Rounds, clients, trial.Arm.GuardShare, trial.Setting.Shape);
        var evaluations = new List<Evaluation>();
        foreach (var path in await store.ListAsync(RunPaths.Evaluations, cancellationToken))
        {
            if (await store.FindAsync<EvaluationReport>(path, cancellationToken) is { } report)
            {
                evaluations.Add(EvaluationOf(report.Value, totals[report.Value.Round.Value]));
            }
        }

        return [.. evaluations.OrderBy(evaluation => evaluation.Round)];
    }

    private Evaluation EvaluationOf(EvaluationReport report, RunTotals totals)
    {
        var scores = report.Tasks.ToDictionary(score => score.Name);
        var general = baseModel.Tasks.Select(task => scores[task.Name]).ToArray();
        return new()
        {
            Round = report.Round.Value,
            Validation = scores[TrialInputs.Validation].Accuracy,
            Downstream = scores[TrialInputs.Test].Accuracy,
            First = scores.GetValueOrDefault(TrialInputs.First)?.Accuracy,
            General = [.. general.Select(score => score.Accuracy)],
            GeneralLoss = [.. general.Select(score => score.Loss)],
            Bytes = totals.Bytes,
            TrainingSeconds = totals.TrainingSeconds,
            SimulatedSeconds = totals.SimulatedSeconds,
        };
    }

    private static async Task<long> CountAsync(RunStore store, CancellationToken cancellationToken)
    {
        var state = await store.FindStateAsync(cancellationToken);
        var checkpoint = await store.ReadAsync<CheckpointManifest>(state!.Value.Checkpoint, cancellationToken); // the run is complete
        return checkpoint.Files.SelectMany(file => file.Tensors).Sum(UpdateRecord.Count);
    }

    private sealed record Learnt(IReadOnlyList<Evaluation> Evaluations, long Parameters, LastModel Model);
}
