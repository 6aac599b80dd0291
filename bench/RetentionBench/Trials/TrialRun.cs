using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.RetentionBench.Toy;
using FedK8s.Worker.Export;

namespace FedK8s.RetentionBench.Trials;

/// <summary>One trial, in this process.</summary>
/// <param name="folder">Where everything lies.</param>
/// <param name="trial">What to run.</param>
/// <param name="baseModel">What it starts from.</param>
internal sealed class TrialRun(BenchFolder folder, Trial trial, BaseModel baseModel)
{
    private const string ValidationTask = "validation";
    private const string TestTask = "downstream";
    private const string FirstTask = "first";

    private readonly string _work = folder.Work(trial.Key());
    private readonly string _domain = trial.Setting.IsDisjoint ? ToyTasks.OtherDomain : ToyTasks.Domain;

    /// <summary>Runs it: what it came to, or why the product does not run it.</summary>
    /// <exception cref="RunFailedException">It failed.</exception>
    public async Task<(TrialResult? Result, string? Refusal)> RunAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (Directory.Exists(_work))
        {
            Directory.Delete(_work, recursive: true); // of a process that was stopped
        }

        var (run, refusal) = Prepare(ToyTasks.Downstream, folder.BaseFolder(baseModel.Key), []);
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
            BypassedGeneralLoss = last.BypassedGeneralLoss,
            TrainableParameters = last.Parameters,
            PeakMemoryBytes = ProcessMemory.Peak(),
            WallSeconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds,
        }, null);
    }

    // The first task's model, everything folded in, between the two runs.
    private string Between => Path.Combine(_work, "first");

    private Task<Learnt> LearnSecondAsync(CancellationToken cancellationToken)
    {
        var (run, refusal) = Prepare(
            ToyTasks.Second, Between, [(FirstTask, "Downstream", folder.Test(ToyTasks.Downstream, _domain))]);
        return LearnAsync(run ?? throw new InvalidOperationException(refusal), export: null, cancellationToken);
    }

    private (FederatedRun? Run, string? Refusal) Prepare(
        ToyTask task, string model, IEnumerable<(string Name, string Kind, string Path)> more)
    {
        WriteClients(task);
        return ProductRun.Read(
            TrialManifest.Text(
                trial,
                model,
                _work,
                [
                    (TestTask, "Downstream", folder.Test(task, _domain)),
                    (ValidationTask, "Downstream", folder.Validation(task, _domain)),
                    .. more,
                    .. General.Select(general => (general.Name, "General", folder.General(general))),
                ]),
            _work);
    }

    private Task<Learnt> LearnAsync(FederatedRun run, string? export, CancellationToken cancellationToken)
    {
        var recorder = new RunRecorder(Path.Combine(_work, "run"));
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
                    await BypassedModel.LossesAsync(store, run.Spec, cancellationToken));
            },
            cancellationToken);
    }

    private IEnumerable<ToyTask> General =>
        baseModel.Tasks.Select(known => ToyTasks.General.First(task => task.Name == known.Name));

    private void WriteClients(ToyTask task)
    {
        var clients = ToyData.Clients(
            task, _domain, trial.Protocol.Examples, trial.Setting.Clients, trial.Setting.Alpha, trial.Seed);
        foreach (var (client, examples) in clients.Index())
        {
            ToyData.Write(TrialManifest.ClientFile(_work, client + 1), examples);
        }
    }

    private async Task<IReadOnlyList<Evaluation>> ReadAsync(
        RunStore store, FederatedRun run, RunRecorder recorder, CancellationToken cancellationToken)
    {
        ClientId[] clients = [.. run.Spec.Clients.Select(client => new ClientId(client.Name))];
        var totals = RunTotals.Of(recorder.Rounds, clients, trial.Arm.GuardShare);
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
            Validation = scores[ValidationTask].Accuracy,
            Downstream = scores[TestTask].Accuracy,
            First = scores.GetValueOrDefault(FirstTask)?.Accuracy,
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

    private sealed record Learnt(
        IReadOnlyList<Evaluation> Evaluations, long Parameters, IReadOnlyList<double>? BypassedGeneralLoss);
}
