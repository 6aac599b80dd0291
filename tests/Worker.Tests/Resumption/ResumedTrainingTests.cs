using System.Runtime.InteropServices;
using FedK8s.Contracts.Spec;
using FedK8s.Worker.Tests.Training;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Tests.Resumption;

public sealed class ResumedTrainingTests : IDisposable
{
    private const int Steps = 6;

    private static readonly LocalTrainingSpec AdamW = new() { BatchSize = 4, Epochs = 2, LearningRate = 1e-2, WeightDecay = 0.1, WarmupSteps = 3 };
    private static readonly LocalTrainingSpec Sgd = AdamW with { Optimizer = OptimizerKind.SGD, Momentum = 0.9 };
    private static readonly MethodSpec Lora = new() { Lora = new() { Rank = 2 } };

    private readonly TinyRun _run = new();

    public static TheoryData<string> Kinds => ["AdamW", "SGD", "momentum", "accumulation", "FedProx", "LoRA", "LoRA with momentum", "L2-SP", "guard", "LoRA with guard"];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_round_that_stopped_after_any_step_gives_the_bytes_of_one_that_never_stopped(string kind)
    {
        var task = TinyRun.TaskOf(TrainingOf(kind));
        _run.Spec = _run.Spec with { LocalTraining = task.Training };
        if (kind.EndsWith("guard", StringComparison.Ordinal))
        {
            var guard = new RetentionGuardSpec { Inputs = kind == "guard" ? GuardInputs.Own : GuardInputs.Sampled, EverySteps = 2 };
            task = TinyRun.Guarded(task, guard);
            _run.Spec = _run.Spec with { RetentionGuard = guard };
        }

        _run.Spec = kind.StartsWith("LoRA", StringComparison.Ordinal) ? _run.Spec with { Method = Lora } : _run.Spec;
        var whole = Finish(task, saves: null);

        for (var step = 1; step <= Steps; step++)
        {
            Assert.Equal(step, StopAfter(step, task));

            Assert.Equal(whole, FinishOnce(task));
        }
    }

    [Fact]
    public void A_round_that_saves_after_every_step_gives_the_same_bytes_and_can_remove_them()
    {
        var task = TinyRun.TaskOf(AdamW);
        var saves = SavedSteps.In(_run, interval: TimeSpan.Zero);

        Assert.Equal(Finish(task, saves: null), Finish(task, saves));
        saves.Remove();

        Assert.False(Directory.Exists(SavedSteps.FolderOf(_run)));
    }

    [Fact]
    public void A_round_that_stops_again_and_again_ends_with_the_same_bytes()
    {
        var task = TinyRun.TaskOf(AdamW);
        var whole = Finish(task, saves: null);

        for (var step = 1; step <= Steps; step++)
        {
            Assert.Equal(step, StopAfter(step, task));
        }

        Assert.Equal(whole, FinishOnce(task));
    }

    [Fact]
    public void A_resumed_round_reports_the_step_it_begins_with()
    {
        var task = TinyRun.TaskOf(AdamW);
        StopAfter(4, task);

        using var model = _run.CreateModel();
        var reports = new List<TrainingProgress>();
        using var trainer = new LocalTrainer(model, task, reports.Add, new StillTime(), SavedSteps.In(_run));
        trainer.Train(TestContext.Current.CancellationToken);

        Assert.Equal([4, Steps], reports.Select(report => report.Step));
    }

    private static LocalTrainingSpec TrainingOf(string kind) => kind switch
    {
        "AdamW" or "LoRA" or "guard" or "LoRA with guard" => AdamW,
        "SGD" => Sgd with { Momentum = 0 },
        "accumulation" => AdamW with { BatchSize = 2, GradientAccumulation = 2 },
        "L2-SP" => AdamW with { L2Sp = 0.5 },
        "FedProx" => Sgd with { ProximalMu = 0.5 },
        _ => Sgd,
    };

    // The update's weights, and its loss and steps as the manifest has them.
    private (string Weights, long Loss, int Steps) Finish(LocalTrainingTask task, ITrainingSaves? saves)
    {
        using var model = _run.CreateModel();
        using var trainer = new LocalTrainer(model, task, _ => { }, TimeProvider.System, saves);
        var result = trainer.Train(TestContext.Current.CancellationToken);
        var weights = Convert.ToHexString(MemoryMarshal.AsBytes(TinyRun.Numbers(model).AsSpan()));
        return (weights, BitConverter.DoubleToInt64Bits(result.Loss), result.Steps);
    }

    private (string Weights, long Loss, int Steps) FinishOnce(LocalTrainingTask task)
    {
        var saves = SavedSteps.In(_run);
        var result = Finish(task, saves);
        saves.Remove();
        return result;
    }

    // Takes up what is saved, if anything, and returns the step it stopped after.
    private int StopAfter(int step, LocalTrainingTask task)
    {
        using var model = _run.CreateModel();
        using var asked = new CancellationTokenSource();
        var last = 0;
        using var trainer = new LocalTrainer(model, task, Report, new SteppingTime(), SavedSteps.In(_run));
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            trainer.Train(asked.Token);
            asked.Token.ThrowIfCancellationRequested(); // after the last step there is nothing to stop
        });
        return last;

        void Report(TrainingProgress progress)
        {
            last = progress.Step;
            if (progress.Step == step)
            {
                asked.Cancel();
            }
        }
    }
}
