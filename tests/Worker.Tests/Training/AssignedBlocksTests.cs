using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Worker.Tests.Training;

/// <summary>A client trains its own blocks, and nothing else moves.</summary>
public sealed class AssignedBlocksTests : IDisposable
{
    private static readonly LocalTrainingSpec Training = new() { LearningRate = 0.01, BatchSize = 4 };

    private readonly TinyRun _run = new();

    public AssignedBlocksTests() =>
        _run.Spec = _run.Spec with { Method = new() { BlockExpansion = new() { Blocks = new() { Count = 2 } } } };

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Only_the_assigned_block_changes(int assigned)
    {
        using var model = _run.CreateModel();
        var before = Values(model);

        Train(model, [BlockNames.Expanded(assigned)]);

        Assert.All(Values(model), pair => Assert.Equal(
            BlockNames.FindExpanded(pair.Key) == assigned, !before[pair.Key].SequenceEqual(pair.Value)));
        Assert.All(model.Trained, named => Assert.Equal(assigned, BlockNames.FindExpanded(named.Name)));
    }

    [Fact]
    public void A_block_that_is_not_assigned_has_no_gradient_while_it_is_trained_through()
    {
        using var model = _run.CreateModel();
        model.Assign([BlockNames.Expanded(0)]);
        using var scope = torch.NewDisposeScope();
        var (input, targets) = BatchTensors.Of(TinyRun.TaskOf(Training).BatchesOfSteps().First().Task[0], model.Model);

        Worker.Network.TargetLoss.Mean(model.Model.call(input), targets).backward();

        Assert.All(model.Trainables, named => Assert.Equal(BlockNames.FindExpanded(named.Name) == 0, named.Weight.grad is not null));
    }

    [Fact]
    public void Below_the_lowest_assigned_block_there_is_no_backward_pass()
    {
        using var model = _run.CreateModel();

        model.Assign([BlockNames.Expanded(1)]);

        Assert.Equal(2, model.Model.Blocks.UntrainedDepth); // both base blocks: the new one follows the second
        model.Assign([BlockNames.Expanded(0), BlockNames.Expanded(1)]);
        Assert.Equal(1, model.Model.Blocks.UntrainedDepth);
        model.Assign(blocks: null);
        Assert.Equal(1, model.Model.Blocks.UntrainedDepth);
    }

    [Fact]
    public void Activation_checkpointing_gives_the_same_bits_where_a_part_is_trained()
    {
        var plain = TrainNew([BlockNames.Expanded(1)], Training);
        var taped = TrainNew([BlockNames.Expanded(1)], Training with { ActivationCheckpointing = true });

        Assert.Equal(plain, taped);
    }

    [Fact]
    public void A_client_that_is_given_fewer_steps_takes_the_first_of_them()
    {
        var whole = TrainNew(null, Training with { MaxSteps = 2 });
        using var model = _run.CreateModel();
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(Training) with { MaxSteps = 2 }, _ => { }, TimeProvider.System);

        var result = trainer.Train(TestContext.Current.CancellationToken);

        Assert.Equal(2, result.Steps);
        Assert.Equal(whole, TinyRun.Numbers(model));
    }

    [Fact]
    public void Gradient_importance_is_the_norm_of_the_first_steps_gradients_over_the_square_root_of_the_size()
    {
        var expected = new double[2];
        foreach (var step in TinyRun.TaskOf(Training).BatchesOfSteps().Take(2))
        {
            using var fresh = _run.CreateModel();
            AddHalfTheNorms(fresh, step.Task[0], expected);
        }

        using var model = _run.CreateModel();
        using var importance = ImportanceProbe.Begin(model, TinyRun.TaskOf(Training), ImportanceKind.Gradient);

        Assert.All(expected.Zip(importance.End()), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void Delta_importance_is_how_far_training_moved_the_block_and_of_others_the_mean()
    {
        using var model = _run.CreateModel();
        model.Assign([BlockNames.Expanded(1)]);
        var before = Values(model);
        using var importance = ImportanceProbe.Begin(model, TinyRun.TaskOf(Training), ImportanceKind.Delta);
        using (var trainer = new LocalTrainer(model, TinyRun.TaskOf(Training), _ => { }, TimeProvider.System))
        {
            trainer.Train(TestContext.Current.CancellationToken);
        }

        var after = Values(model).Where(pair => BlockNames.FindExpanded(pair.Key) == 1).ToArray();
        var squared = after.Sum(pair => pair.Value.Zip(before[pair.Key]).Sum(w => Math.Pow((double)w.First - w.Second, 2)));
        var expected = Math.Sqrt(squared / after.Sum(pair => pair.Value.Length));
        Assert.All(importance.End(), value => Assert.Equal(expected, value, 6));
    }

    [Fact]
    public void Looking_at_blocks_changes_neither_weights_nor_what_is_assigned()
    {
        var untouched = TrainNew([BlockNames.Expanded(1)], Training);
        using var model = _run.CreateModel();
        model.Assign([BlockNames.Expanded(1)]);

        using var importance = ImportanceProbe.Begin(model, TinyRun.TaskOf(Training), ImportanceKind.Fisher);

        Assert.All(importance.End(), value => Assert.True(value > 0));
        Assert.All(model.Trainables, named => Assert.Null(named.Weight.grad));
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(Training), _ => { }, TimeProvider.System);
        trainer.Train(TestContext.Current.CancellationToken);
        Assert.Equal(untouched, TinyRun.Numbers(model));
    }

    [Fact]
    public void Probing_positions_rates_every_base_block_and_leaves_the_model_as_it_was()
    {
        using var model = _run.CreateModel();
        var before = TinyRun.Numbers(model);

        var rated = PositionProbe.Measure(model, [0, 1], TinyRun.TaskOf(Training), ImportanceKind.Gradient);

        Assert.Equal(2, rated.Count);
        Assert.All(rated, value => Assert.True(value > 0));
        Assert.Equal(before, TinyRun.Numbers(model));
    }

    // The texts of the guard are written when training begins, which is later.
    [Fact]
    public void Looking_at_blocks_leaves_the_retention_guard_out()
    {
        using var model = _run.CreateModel();
        var guarded = TinyRun.Guarded(TinyRun.TaskOf(Training), new() { Inputs = GuardInputs.Sampled });
        using var plain = ImportanceProbe.Begin(model, TinyRun.TaskOf(Training), ImportanceKind.Gradient);

        using var importance = ImportanceProbe.Begin(model, guarded, ImportanceKind.Gradient);

        Assert.Equal(plain.End(), importance.End());
    }

    private static void AddHalfTheNorms(TunedModel model, Worker.Data.Batch batch, double[] sums)
    {
        using var scope = torch.NewDisposeScope();
        var (input, targets) = BatchTensors.Of(batch, model.Model);
        Worker.Network.TargetLoss.Mean(model.Model.call(input), targets).backward();
        foreach (var block in model.Trainables.GroupBy(named => BlockNames.FindExpanded(named.Name)!.Value))
        {
            var squared = block.Sum(named => named.Weight.grad!.data<float>().ToArray().Sum(value => (double)value * value));
            sums[block.Key] += Math.Sqrt(squared / block.Sum(named => named.Weight.numel())) / 2;
        }
    }

    private float[] TrainNew(BlockId[]? blocks, LocalTrainingSpec training)
    {
        using var model = _run.CreateModel();
        Train(model, blocks, training);
        return TinyRun.Numbers(model);
    }

    private static void Train(TunedModel model, BlockId[]? blocks, LocalTrainingSpec? training = null)
    {
        model.Assign(blocks);
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(training ?? Training), _ => { }, TimeProvider.System);
        trainer.Train(TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, float[]> Values(TunedModel model) => model.Trainables.ToDictionary(
        named => named.Name, named => named.Weight.detach().cpu().data<float>().ToArray(), StringComparer.Ordinal);
}
