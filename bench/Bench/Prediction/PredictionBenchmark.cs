using FedK8s.Aggregator.Assignment;
using FedK8s.Bench.Harness;
using FedK8s.Bench.Steps;
using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Worker.Data;
using FedK8s.Worker.Export;
using FedK8s.Worker.Hardware;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Bench.Prediction;

/// <summary>
/// How long a client's part of a round takes, by what its worker measures when it joins, against what it then takes: every set of four new
/// blocks, on models of two sizes, each a few rounds. What the set costs is told beside it, so that it can be seen what is saved by
/// training a part.
/// </summary>
internal static class PredictionBenchmark
{
    private const int ModelCount = 2; // the third takes minutes for each set
    private const int BlockCount = 4;
    private const int RoundsPerSet = 2;
    private const double Tolerance = 0.2;
    private const double Target = 0.9; // of the rounds

    public static Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var root = settings.Scratch("prediction");
        ComputeThreads.Fix();
        var results = StepShape.All.Take(ModelCount).SelectMany(shape => Measure(shape, root)).ToArray();
        Directory.Delete(root, recursive: true);
        return Task.FromResult(new Report([Summary(results), Details(results)], results));
    }

    private static IEnumerable<PredictedSet> Measure(StepShape shape, string root)
    {
        var folder = Path.Combine(root, $"{shape.Width}");
        BaseModelFactory.Create(shape.Config("decoder"), seed: 1, folder);
        var training = new LocalTrainingSpec { BatchSize = shape.Rows, Epochs = shape.Steps, LearningRate = 1e-4 };
        using var model = TunedModel.Create(folder, StepTraining.SpecOf(folder, Expansion, training), torch.CPU, torch.float32);
        var task = TaskOf(shape, training, model);
        Train(model, task); // the runtime compiles what is hot
        var speed = SpeedProbe.Measure(model, task, TimeProvider.System)
            ?? throw new InvalidOperationException($"{shape.Name}: a step could not be measured.");
        var (cost, network) = CostOf(model, speed, shape.Steps);
        for (var set = 1; set < 1 << BlockCount; set++)
        {
            int[] blocks = [.. Enumerable.Range(0, BlockCount).Where(block => (set & (1 << block)) != 0)];
            model.Assign([.. blocks.Select(BlockNames.Expanded)]);
            var load = blocks.Aggregate(default(BlockLoad), (sum, block) => sum.With(network.LoadOf(block)));
            var measured = Enumerable.Range(0, RoundsPerSet).Select(_ => Train(model, task)).ToArray();
            yield return new(shape.Name, blocks, cost.Seconds(load), measured);
            Console.Error.WriteLine($"{shape.Name} {string.Join(' ', blocks)}");
        }
    }

    private static (ClientCost Cost, ExpandedNetwork Network) CostOf(TunedModel model, Speed speed, int steps)
    {
        var network = new ExpandedNetwork(
            model.Model.Blocks.Count,
            [
                .. model.Model.Blocks.Inserted.Select(block => new InsertedBlock(
                    block.After, block.Weights.Sum(named => named.Weight.numel()), block.Weights.Sum(named => named.Weight.numel()) * sizeof(float))),
            ]);
        var client = new AssignableClient
        {
            ClientId = new("bench"),
            Capability = new Capability
            {
                Device = "cpu",
                MemoryBytes = long.MaxValue,
                UsesBFloat16 = false,
                StepSeconds = speed.Step,
                BlockForwardSeconds = speed.BlockForward,
                BlockBackwardSeconds = speed.BlockBackward,
            },
            ExampleCount = 1,
            StepCount = steps,
        };
        return (new ClientCost(client, network, batchesPerStep: 1), network);
    }

    private static double Train(TunedModel model, LocalTrainingTask task)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var trainer = new LocalTrainer(model, task, _ => { }, TimeProvider.System);
        trainer.Train(CancellationToken.None);
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static LocalTrainingTask TaskOf(StepShape shape, LocalTrainingSpec training, TunedModel model) => new()
    {
        ClientId = new ClientId("bench"),
        Round = new RoundNumber(1),
        MaxRounds = 1,
        Examples = [.. Enumerable.Range(0, shape.Rows).Select(row => new EncodedExample(Tokens(row, model.Model.VocabularySize), FirstTarget: 1))],
        PaddingId = 0,
        Training = training,
    };

    private static int[] Tokens(int row, int vocabulary) =>
        [.. Enumerable.Range(0, StepShape.Length + 1).Select(place => ((row * 7919) + (place * 104729)) % vocabulary)];

    private static MethodSpec Expansion => new() { BlockExpansion = new() { Blocks = new() { Count = BlockCount } } };

    private static ResultTable Summary(IReadOnlyList<PredictedSet> sets)
    {
        var errors = sets.SelectMany(set => set.Errors).ToArray();
        var share = errors.Count(error => Math.Abs(error) <= Tolerance) / (double)errors.Length;
        return new(
            $"prediction: rounds within {Tolerance:P0} of the prediction",
            ["Rounds", "Within", "Median error", "Target"],
            [[$"{errors.Length}", $"{share:P0}", $"{errors.Order().ElementAt(errors.Length / 2):+0 %;-0 %}", Cell.AtLeast(Target, share)]]);
    }

    private static ResultTable Details(IReadOnlyList<PredictedSet> sets) => new(
        "prediction: by the blocks that are trained, 0 nearest to the input",
        ["Model", "Blocks", "Predicted", "Measured, median", "Error", "Of all blocks"],
        [
            .. sets.Select(set => new[]
            {
                set.Model,
                string.Join(' ', set.Blocks),
                Cell.Seconds(set.Predicted),
                Cell.Seconds(set.Median),
                $"{(set.Median / set.Predicted) - 1:+0 %;-0 %}",
                Cell.Ratio(set.Median / sets.Last(whole => whole.Model == set.Model).Median),
            }),
        ]);
}
