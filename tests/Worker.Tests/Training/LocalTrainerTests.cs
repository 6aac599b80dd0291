using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Worker.Tests.Training;

public sealed class LocalTrainerTests : IDisposable
{
    private static readonly LocalTrainingSpec Sgd =
        new() { Optimizer = OptimizerKind.SGD, LearningRate = 0.1, BatchSize = 4, Epochs = 1, MaxGradNorm = 0 };

    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    // The examples differ in length and number of targets, so a mean over batch means would give another gradient.
    [Theory]
    [InlineData(12, 1, 12)]
    [InlineData(6, 2, 12)]
    [InlineData(1, 12, 12)]
    [InlineData(5, 2, 13)]
    public void Accumulated_batches_train_like_one_batch_of_their_size(int batchSize, int accumulation, int examples)
    {
        var whole = Sgd with { BatchSize = batchSize * accumulation };
        var parts = Sgd with { BatchSize = batchSize, GradientAccumulation = accumulation };

        AssertClose(_run.Train(TinyRun.TaskOf(whole, examples)), _run.Train(TinyRun.TaskOf(parts, examples)), 1e-6);
    }

    // At the first step w = w_t and the term has no gradient; at the second it adds -lr * mu * (w_1 - w_0) to the
    // weights.
    [Fact]
    public void The_proximal_term_pulls_the_second_step_towards_the_start()
    {
        const double mu = 0.7;
        var start = Start();
        var first = _run.Train(TinyRun.TaskOf(Sgd with { MaxSteps = 1 }));
        var second = _run.Train(TinyRun.TaskOf(Sgd with { MaxSteps = 2 }));

        var proximal = _run.Train(TinyRun.TaskOf(Sgd with { MaxSteps = 2, ProximalMu = mu }));

        AssertClose(second.Select((w, i) => (float)(w - (0.1 * mu * (first[i] - start[i])))), proximal, 1e-6);
    }

    [Fact]
    public void Warm_up_scales_the_first_step()
    {
        var start = Start();
        var full = _run.Train(TinyRun.TaskOf(Sgd with { MaxSteps = 1 }));

        var warming = _run.Train(TinyRun.TaskOf(Sgd with { MaxSteps = 1, WarmupSteps = 4 }));

        AssertClose(full.Select((w, i) => start[i] + ((w - start[i]) / 4)), warming, 1e-6);
    }

    [Fact]
    public void A_later_round_goes_on_in_the_schedule()
    {
        var training = Sgd with { MaxSteps = 1, WarmupSteps = 2, BatchSize = 12 };

        var start = Start();
        var first = _run.Train(TinyRun.TaskOf(training, round: 1));
        var second = _run.Train(TinyRun.TaskOf(training, round: 2));

        AssertClose(first.Select((w, i) => start[i] + (2 * (w - start[i]))), second, 1e-5);
    }

    [Fact]
    public void The_same_task_gives_the_same_bytes()
    {
        var task = TinyRun.TaskOf(new LocalTrainingSpec { BatchSize = 4, Epochs = 2, LearningRate = 1e-2 });

        Assert.Equal(_run.Train(task), _run.Train(task));
    }

    [Fact]
    public void Trainers_side_by_side_give_the_same_bytes_as_one_after_another()
    {
        var training = new LocalTrainingSpec { BatchSize = 4, Epochs = 2, LearningRate = 1e-2 };
        string[] clients = ["a", "b", "c", "d"];
        var alone = clients.Select(client => _run.Train(TinyRun.TaskOf(training, client: client))).ToArray();

        var together = new float[clients.Length][];
        var threads = clients.Select((client, i) =>
            new Thread(() => together[i] = _run.Train(TinyRun.TaskOf(training, client: client)))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Training_learns_its_examples()
    {
        using var model = _run.CreateModel();
        var training = new LocalTrainingSpec { BatchSize = 4, Epochs = 60, LearningRate = 2e-2 };
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(training, examples: 4), _ => { }, TimeProvider.System);

        trainer.Train(TestContext.Current.CancellationToken);

        Assert.Equal(1, Evaluator.Score(model.Model, new("train", TinyRun.Sums(4), true), 0, () => { }, TestContext.Current.CancellationToken).Accuracy);
    }

    // bfloat16 keeps 8 bits, so a step through two layers is off by some percent of its length, not by its own length.
    [Fact]
    public void In_bfloat16_the_trained_weights_stay_float32_and_go_the_same_way()
    {
        var task = TinyRun.TaskOf(Sgd with { MaxSteps = 1, LearningRate = 0.01 });
        var start = Start();
        var single = _run.Train(task);

        var half = _run.Train(task, torch.bfloat16);

        Assert.InRange(Distance(single, half) / Distance(single, start), 0, 0.05);
    }

    [Fact]
    public void The_rounds_loss_is_the_mean_per_predicted_token()
    {
        using var model = _run.CreateModel();
        var score = Evaluator.Score(model.Model, new("train", TinyRun.Sums(12), true), 0, () => { }, TestContext.Current.CancellationToken);
        using var trainer = new LocalTrainer(
            model, TinyRun.TaskOf(Sgd with { LearningRate = 1e-12 }), _ => { }, TimeProvider.System);

        Assert.Equal(score.Loss, trainer.Train(TestContext.Current.CancellationToken).Loss, 1e-5);
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_client_round_and_cure()
    {
        var failure = Assert.Throws<RunFailedException>(
            () => _run.Train(TinyRun.TaskOf(Sgd with { LearningRate = 1e30, MaxSteps = 3 }, client: "site-b", round: 2)));

        Assert.Equal(ExitCodes.TrainingDiverged, failure.Code);
        Assert.Contains("Client site-b, round 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("learningRate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_not_finite_after_the_last_step_is_found()
    {
        var failure = Assert.Throws<RunFailedException>(
            () => _run.Train(TinyRun.TaskOf(Sgd with { LearningRate = 1e38, WeightDecay = 1e6, MaxSteps = 1 })));

        Assert.Contains("no longer finite", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_ends_between_two_steps_when_asked()
    {
        using var model = _run.CreateModel();
        using var asked = new CancellationTokenSource();
        var reports = new List<TrainingProgress>();
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(Sgd), Report, new SteppingTime());

        Assert.Throws<OperationCanceledException>(() => trainer.Train(asked.Token));

        Assert.Equal(1, reports[^1].Step);

        void Report(TrainingProgress progress)
        {
            reports.Add(progress);
            if (progress.Step == 1)
            {
                asked.Cancel();
            }
        }
    }

    private float[] Start()
    {
        using var model = _run.CreateModel();
        return TinyRun.Numbers(model);
    }

    private static double Distance(float[] left, float[] right) =>
        Math.Sqrt(left.Zip(right, (a, b) => ((double)a - b) * (a - b)).Sum());

    private static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
