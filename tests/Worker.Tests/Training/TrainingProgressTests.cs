using FedK8s.Contracts.Spec;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Tests.Training;

public sealed class TrainingProgressTests : IDisposable
{
    private static readonly LocalTrainingSpec Training = new() { BatchSize = 4, LearningRate = 1e-3 };

    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void While_no_second_passes_only_start_and_end_are_reported()
    {
        var reports = Reports(new StillTime());

        Assert.Equal([0, 3], reports.Select(report => report.Step));
    }

    [Fact]
    public void A_step_that_took_a_second_is_reported() =>
        Assert.Equal([0, 1, 2, 3], Reports(new SteppingTime()).Select(report => report.Step));

    [Fact]
    public void The_first_report_has_no_loss_yet() => Assert.Null(Reports(new StillTime())[0].Loss);

    [Fact]
    public void Every_report_says_how_many_steps_there_are() =>
        Assert.All(Reports(new SteppingTime()), report => Assert.Equal(3, report.Steps));

    // All examples of one step have a loss of their own; the end's report over the whole round is their mean by
    // targets.
    [Fact]
    public void How_often_is_reported_does_not_change_the_rounds_loss()
    {
        Reports(new StillTime(), out var seldom);
        Reports(new SteppingTime(), out var often);

        Assert.Equal(seldom, often);
    }

    private List<TrainingProgress> Reports(TimeProvider time) => Reports(time, out _);

    private List<TrainingProgress> Reports(TimeProvider time, out LocalTrainingResult result)
    {
        var reports = new List<TrainingProgress>();
        using var model = _run.CreateModel();
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(Training), reports.Add, time);
        result = trainer.Train(TestContext.Current.CancellationToken);
        return reports;
    }
}
