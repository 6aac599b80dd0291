using FedK8s.Contracts.Spec;
using FedK8s.Worker.Data;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Tests.Methods;
using FedK8s.Worker.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.Worker.Tests.Training.Retention;

/// <summary>Local training with a retention guard.</summary>
public sealed class GuardedTrainingTests : IDisposable
{
    private static readonly LocalTrainingSpec Sgd = new()
    {
        Optimizer = OptimizerKind.SGD,
        LearningRate = 0.5,
        BatchSize = 4,
        MaxGradNorm = 0,
    };

    private readonly TinyRun _run = new();

    public GuardedTrainingTests() => _run.Spec = _run.Spec with { RetentionGuard = new() };

    public static TheoryData<GuardInputs> Inputs => [.. Enum.GetValues<GuardInputs>()];

    public void Dispose() => _run.Dispose();

    // Three steps a round: round 2 has the run's steps 3 to 5.
    [Fact]
    public void Steps_without_the_guard_are_those_of_a_run_without_one()
    {
        var plain = TinyRun.TaskOf(Sgd with { MaxSteps = 3 }, examples: 12, round: 2);
        var rare = TinyRun.Guarded(plain, new() { EverySteps = 7 });

        Assert.Equal(_run.Train(plain), _run.Train(rare));
    }

    [Fact]
    public void The_guard_comes_every_so_many_steps_counted_over_the_run()
    {
        var task = TinyRun.TaskOf(Sgd with { Epochs = 2 }, examples: 20, round: 2); // five steps a pass, ten a round

        var guarded = TinyRun.Guarded(task, new() { EverySteps = 4 }).BatchesOfSteps().Select(step => step.Guard.Count);

        Assert.Equal([0, 0, 1, 0, 0, 0, 1, 0, 0, 0], guarded); // steps 12 and 16 of the run
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_the_guard_reads_in_a_step_depends_on_its_number_alone(GuardInputs inputs)
    {
        using var model = _run.CreateModel();
        var task = TinyRun.Guarded(TinyRun.TaskOf(Sgd with { Epochs = 2 }), new() { Inputs = inputs });
        task.Guard!.Examples.Prepare(model, () => { }, CancellationToken.None);
        var all = task.BatchesOfSteps().ToArray();

        for (var first = 0; first < all.Length; first++)
        {
            Assert.Equal(all[first].Guard[0].Inputs, task.BatchesOfSteps(first).First().Guard[0].Inputs);
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void The_guard_reads_as_many_rows_as_the_task(GuardInputs inputs)
    {
        using var model = _run.CreateModel();
        var training = Sgd with { BatchSize = 3, GradientAccumulation = 2 };
        var task = TinyRun.Guarded(TinyRun.TaskOf(training, examples: 10), new() { Inputs = inputs });
        task.Guard!.Examples.Prepare(model, () => { }, CancellationToken.None);

        Assert.All(
            task.BatchesOfSteps(),
            step => Assert.Equal(step.Task.Select(batch => batch.Rows), step.Guard.Select(batch => batch.Rows)));
    }

    [Fact]
    public void Every_token_that_the_model_reads_counts()
    {
        var task = TinyRun.Guarded(TinyRun.TaskOf(Sgd), new() { Inputs = GuardInputs.Random });

        Assert.All(task.BatchesOfSteps(), step => Assert.Equal(step.Task[0].Lengths.Sum(), step.Guard[0].TargetCount));
    }

    [Fact]
    public void Same_takes_the_step_of_Learning_without_Forgetting()
    {
        using var scope = NewDisposeScope();
        using var plain = _run.CreateModel();
        using var tuned = _run.CreateModel();
        TinyModel.Disturb(tuned.Method, tuned.Loaded);
        var task = TinyRun.Guarded(
            TinyRun.TaskOf(Sgd with { MaxSteps = 1 }), new() { Inputs = GuardInputs.Same, Weight = 0.3, Temperature = 2 });
        var expected = StepOfLwf(plain, tuned, task.BatchesOfSteps().Single().Task[0]);

        using var trainer = new LocalTrainer(tuned, task, _ => { }, TimeProvider.System);
        trainer.Train(TestContext.Current.CancellationToken);

        Assert.All(expected.Zip(TinyRun.Numbers(tuned)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void The_reported_loss_is_the_task_s()
    {
        _run.Spec = _run.Spec with { Method = new() { Lora = new() { Rank = 2 } } };
        var task = TinyRun.TaskOf(Sgd with { LearningRate = 1e-6 });

        Assert.Equal(Loss(task), Loss(TinyRun.Guarded(task, new() { Weight = 1000 })), 1e-4);

        double Loss(LocalTrainingTask of)
        {
            using var model = _run.CreateModel();
            using var trainer = new LocalTrainer(model, of, _ => { }, TimeProvider.System);
            return trainer.Train(TestContext.Current.CancellationToken).Loss;
        }
    }

    // Of LoRA: a weight that a model uses twice adds its gradients of two passes in another order.
    [Theory]
    [MemberData(nameof(Inputs))]
    public void Layers_that_run_again_train_the_same_bytes(GuardInputs inputs)
    {
        _run.Spec = _run.Spec with { Method = new() { Lora = new() { Rank = 2 } } };
        var training = Sgd with { MaxGradNorm = 1 };
        var guard = new RetentionGuardSpec { Inputs = inputs };

        Assert.Equal(
            _run.Train(TinyRun.Guarded(TinyRun.TaskOf(training), guard)),
            _run.Train(TinyRun.Guarded(TinyRun.TaskOf(training with { ActivationCheckpointing = true }), guard)));
    }

    [Fact]
    public void Guarded_steps_give_back_every_tensor_that_they_take()
    {
        var alive = new List<long>();
        using var model = _run.CreateModel();
        var task = TinyRun.Guarded(TinyRun.TaskOf(Sgd with { Epochs = 4, ActivationCheckpointing = true }), new());
        using var trainer = new LocalTrainer(
            model, task, _ => alive.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount), new SteppingTime());

        trainer.Train(TestContext.Current.CancellationToken);

        Assert.All(alive.Skip(2), count => Assert.Equal(alive[2], count));
    }

    [Fact]
    public void Saved_steps_of_another_guard_are_not_gone_on_from()
    {
        var examples = TinyRun.Sums(3);

        Assert.NotEqual(Fingerprint(new()), Fingerprint(new() { Instructions = ["copy "] }));
        Assert.Equal(Fingerprint(new()), Fingerprint(new()));

        string Fingerprint(RetentionGuardSpec guard) =>
            TrainingFingerprint.Of(RunModel.Open(_run.Spec with { RetentionGuard = guard }, DeviceKind.Cpu), examples);
    }

    // arXiv:1606.09282, eq. 1: the new task's loss and lambda_0 times the old answers' at temperature T, here from libtorch's
    // own kl_div row by row; T^2 as in arXiv:1503.02531.
    private static float[] StepOfLwf(TunedModel plain, TunedModel tuned, Batch batch)
    {
        var (input, targets) = BatchTensors.Of(batch, tuned.Model);
        var logits = tuned.Model.call(input);                                               // (B, T, V)
        var loss = functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index: Batch.Ignored);
        var old = plain.Model.call(input).detach();
        foreach (var (row, length) in batch.Lengths.Index())
        {
            var (from, to) = ((old[row] / 2).softmax(-1), (logits[row] / 2).log_softmax(-1));
            var divergence = functional.kl_div(to[..length], from[..length], log_target: false, Reduction.Sum);
            loss += divergence * (0.3 * 4 / batch.Lengths.Sum());
        }

        loss.backward();
        var stepped = tuned.Trainables.SelectMany(named => (named.Weight - (named.Weight.grad! * 0.5)).detach().data<float>().ToArray());
        return [.. stepped];
    }
}
