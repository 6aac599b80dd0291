using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FedK8s.Cli.Results;
using FedK8s.Core.Files;
using FedK8s.RetentionBench.Toy;
using FedK8s.Worker.Export;

namespace FedK8s.RetentionBench.Trials;

/// <summary>Makes the base model: a run like any other, of one client that has every general task.</summary>
/// <param name="folder">Where everything lies.</param>
internal sealed class BaseRun(BenchFolder folder)
{
    /// <summary>A general task that is done less well is not kept: a loss of it would say nothing.</summary>
    public const double LeastAccuracy = 0.95;

    private const string Recipe = "128,000 examples, batches of 64, 2e-3, cosine, two heads";
    private const int Seed = 7;
    private const int Examples = 128_000;
    private const int BatchSize = 64;

    /// <summary>The same as long as the recipe and the tasks are.</summary>
    public static string Key { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Recipe}\n{ToyTasks.Alphabet}\n{string.Join(',', ToyTasks.General.Select(task => task.Name))}\n{ToyModel.BlockParameters}")))[..16];

    /// <summary>The base model; null where it is not made yet.</summary>
    public BaseModel? Find()
    {
        var path = folder.BaseDocument(Key);
        return File.Exists(path) ? JsonSerializer.Deserialize<BaseModel>(File.ReadAllBytes(path), TrialJson.Options) : null;
    }

    /// <summary>Makes it, in this process.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var work = folder.Work($"base-{Key}");
        var start = Path.Combine(work, "start");
        ToyModel.Write(start, Seed);
        ToyData.WritePretraining(Path.Combine(work, "examples.jsonl"), Examples);
        var (run, refusal) = ProductRun.Read(Manifest(work, start), work);
        var model = folder.BaseFolder(Key);
        if (Directory.Exists(model))
        {
            Directory.Delete(model, recursive: true); // of a process that was stopped before it wrote the document
        }

        var scores = await ProductRun.RunAsync(
            run ?? throw new InvalidOperationException(refusal),
            new BaseView(),
            async store =>
            {
                await ModelExport.ExportAsync(store, model, ExportFormat.Merged, cancellationToken);
                return (await RunResult.ReadAsync(store, cancellationToken)).Scores;
            },
            cancellationToken);
        var tasks = scores.Select(score => new TaskAccuracy(score.Name, score.After ?? 0)).ToArray();
        Directory.Delete(work, recursive: true);
        var made = new BaseModel(
            Key,
            [.. tasks.Where(task => task.Accuracy >= LeastAccuracy)],
            [.. tasks.Where(task => task.Accuracy < LeastAccuracy)],
            TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        AtomicFile.Write(folder.BaseDocument(Key), JsonSerializer.SerializeToUtf8Bytes(made, TrialJson.Options));
    }

    private string Manifest(string work, string start)
    {
        var tasks = ToyTasks.General.Select(task =>
            $"    - {{name: {task.Name}, kind: General, data: {{storageUri: '{FileAddress.Of(folder.General(task))}'}}}}\n");
        return $$$"""
            apiVersion: fedk8s.io/v1alpha1
            kind: FederatedRun
            metadata: {name: retention-base}
            spec:
              model: {storageUri: '{{{FileAddress.Of(start)}}}'}
              task: {kind: CausalLM, maxSequenceLength: 16}
              method: {full: {} }
              localTraining:
                batchSize: {{{BatchSize}}}
                learningRate: 2e-3
                weightDecay: 0.01
                schedule: Cosine
                warmupSteps: 100
                seed: {{{Seed}}}
                device: Cpu
              rounds: {max: 1}
              checkpoint: {storageUri: '{{{FileAddress.Of(Path.Combine(work, "run"))}}}'}
              clients:
              - {name: everything, data: {storageUri: '{{{FileAddress.Of(Path.Combine(work, "examples.jsonl"))}}}'} }
              evaluation:
                tasks:

            """ + string.Concat(tasks);
    }
}
