using FedK8s.Contracts.Spec;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Worker.Tests.Training;

public sealed class TensorLifetimeTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    // The optimiser makes its state in the first step; after that every step gives back what it takes.
    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.SGD)]
    public void Later_steps_hold_no_more_tensors_than_the_second(OptimizerKind optimizer)
    {
        var training = new LocalTrainingSpec
        {
            BatchSize = 2,
            GradientAccumulation = 2,
            Epochs = 10,
            Optimizer = optimizer,
            Momentum = 0.9,
            ProximalMu = 0.1,
        };
        var alive = new List<long>();
        using var model = _run.CreateModel();
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(training), _ => alive.Add(Alive()), new SteppingTime());

        trainer.Train(TestContext.Current.CancellationToken);

        Assert.Equal(31, alive.Count);
        Assert.All(alive.Skip(2), count => Assert.Equal(alive[2], count));
    }

    [Fact]
    public void A_trainer_leaves_no_gradients_behind()
    {
        using var model = _run.CreateModel();
        using (var trainer = new LocalTrainer(model, TinyRun.TaskOf(new()), _ => { }, TimeProvider.System))
        {
            trainer.Train(TestContext.Current.CancellationToken);
        }

        Assert.All(model.Trainables, trainable => Assert.Null(trainable.Weight.grad));
    }

    [Fact]
    public void A_second_evaluation_leaves_no_tensor_behind()
    {
        using var model = _run.CreateModel();
        Score(); // the model keeps the angles of its positions
        var before = Alive();

        Score();

        Assert.Equal(before, Alive());

        void Score() => Evaluator.Score(
            model.Model, new("set", TinyRun.Sums(9), true), 0, () => { }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_disposed_model_leaves_no_tensor_behind()
    {
        var before = Alive();
        using (var model = _run.CreateModel())
        {
            Evaluator.Score(model.Model, new("set", TinyRun.Sums(9), true), 0, () => { }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, Alive());
    }

    [Fact]
    public void Collecting_garbage_at_every_step_changes_nothing()
    {
        var task = TinyRun.TaskOf(new() { BatchSize = 4, Epochs = 3, ProximalMu = 0.1 });
        var undisturbed = _run.Train(task);
        using var model = _run.CreateModel();
        using var trainer = new LocalTrainer(model, task, _ => GC.Collect(), new SteppingTime());

        trainer.Train(TestContext.Current.CancellationToken);

        Assert.Equal(undisturbed, TinyRun.Numbers(model));
    }

    private static long Alive() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
