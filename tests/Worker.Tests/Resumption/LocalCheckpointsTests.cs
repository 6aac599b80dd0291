using FedK8s.Contracts.Spec;
using FedK8s.Worker.Resumption;
using FedK8s.Worker.Tests.Training;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Worker.Tests.Resumption;

public sealed class LocalCheckpointsTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly TunedModel _model;

    public LocalCheckpointsTests()
    {
        _run.Spec = _run.Spec with { Method = new() { Lora = new() { Rank = 2 } } };
        _model = _run.CreateModel();
    }

    public void Dispose()
    {
        _model.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void What_was_saved_last_is_found()
    {
        Save(3);
        Save(5);

        using var found = Find();

        Assert.Equal((5, 1.5, 7L), (found!.Step, found.LossSum, found.TargetCount));
        Assert.Equal(2, Directory.GetFiles(SavedSteps.FolderOf(_run)).Length);
    }

    [Fact]
    public void A_file_without_its_document_does_not_count()
    {
        Save(3);
        File.Delete(Path.Combine(SavedSteps.FolderOf(_run), "checkpoint.json"));

        Assert.Null(Find());
    }

    [Fact]
    public void A_process_that_died_while_saving_leaves_the_step_before()
    {
        Save(3);
        File.WriteAllText(Path.Combine(SavedSteps.FolderOf(_run), "000000005.safetensors"), "half a file");

        using var found = Find();

        Assert.Equal(3, found!.Step);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "000000003.safetensors", "shortened" }, { "000000003.safetensors", "changed" }, { "000000003.safetensors", "removed" },
        { "checkpoint.json", "shortened" }, { "checkpoint.json", "changed" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void What_is_damaged_is_removed_and_said_in_one_line(string file, string how)
    {
        Save(3);
        Damage(Path.Combine(SavedSteps.FolderOf(_run), file), how);
        var log = new LineLog();

        Assert.Null(SavedSteps.In(_run, logger: log).Find(_model.Trainables));

        Assert.Single(log.Lines);
        Assert.False(Directory.Exists(SavedSteps.FolderOf(_run)));
    }

    [Fact]
    public void Steps_of_another_round_checkpoint_or_training_are_not_used()
    {
        LocalCheckpointKey[] others =
        [
            SavedSteps.Key with { Round = new(2) }, SavedSteps.Key with { ClientId = new("site-b") },
            SavedSteps.Key with { CheckpointSha256 = "" }, SavedSteps.Key with { TrainingSha256 = "" },
        ];

        Assert.All(others, other =>
        {
            Save(3);
            Assert.Null(SavedSteps.In(_run, other).Find(_model.Trainables));
            Assert.Null(Find()); // removed: it would never fit
        });
    }

    [Fact]
    public void Steps_of_another_model_are_not_used()
    {
        Save(3);
        _run.Spec = _run.Spec with { Method = new() { Lora = new() { Rank = 3 } } };
        using var other = _run.CreateModel();

        Assert.Null(SavedSteps.In(_run).Find(other.Trainables));
    }

    [Fact]
    public void A_disk_that_takes_nothing_is_said_once_and_training_goes_on()
    {
        File.WriteAllText(SavedSteps.FolderOf(_run), "a file where the folder should be");
        var log = new LineLog();
        var task = TinyRun.TaskOf(new LocalTrainingSpec { BatchSize = 4, Epochs = 2 });
        var saves = SavedSteps.In(_run, interval: TimeSpan.Zero, logger: log);
        using var trainer = new LocalTrainer(_model, task, _ => { }, TimeProvider.System, saves);

        Assert.Equal(6, trainer.Train(TestContext.Current.CancellationToken).Steps);
        saves.Remove(); // waits for what is still being written

        Assert.Single(log.Lines, line => line.Contains("cannot save", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_saved_before_the_interval_is_over()
    {
        Assert.False(SavedSteps.In(_run, interval: TimeSpan.FromSeconds(20), time: new StillTime()).IsDue);
        Assert.True(SavedSteps.In(_run, interval: TimeSpan.FromSeconds(1), time: new SteppingTime()).IsDue);
    }

    private static void Damage(string path, string how)
    {
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        if (how != "removed")
        {
            bytes[^3] ^= 1;
            File.WriteAllBytes(path, how == "changed" ? bytes : bytes[..^5]);
        }
    }

    private TrainingSnapshot? Find() => SavedSteps.In(_run).Find(_model.Trainables);

    private void Save(int step) => SavedSteps.In(_run).SaveLast(new()
    {
        Step = step,
        LossSum = 1.5,
        TargetCount = 7,
        OptimizerSteps = [],
        Tensors = [.. _model.Trainables.Select(weight => (OptimizerMemory.WeightName(weight.Name), (torch.Tensor)weight.Weight.detach().clone()))],
    });
}
