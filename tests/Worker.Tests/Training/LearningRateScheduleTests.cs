using FedK8s.Contracts.Spec;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.5)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(99, 1)]
    public void Warm_up_rises_in_a_line_and_then_the_rate_stays(int step, double rate) =>
        Assert.Equal(rate, Schedule(ScheduleKind.Constant, warmup: 4, total: 100).At(step), 1e-12);

    // (1 + cos(pi * t)) / 2 at t = 0, 1/3, 1/2, 2/3: 1, 3/4, 1/2, 1/4.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 0.75)]
    [InlineData(6, 0.5)]
    [InlineData(8, 0.25)]
    [InlineData(12, 0)]
    [InlineData(50, 0)]
    public void The_cosine_falls_from_the_peak_to_nothing_over_the_run(int step, double rate) =>
        Assert.Equal(rate, Schedule(ScheduleKind.Cosine, warmup: 0, total: 12).At(step), 1e-12);

    [Theory]
    [InlineData(2, 0.75)]
    [InlineData(4, 1)]
    [InlineData(10, 0.5)]
    public void The_cosine_begins_after_the_warm_up(int step, double rate) =>
        Assert.Equal(rate, Schedule(ScheduleKind.Cosine, warmup: 4, total: 16).At(step), 1e-12);

    [Fact]
    public void The_peak_scales_everything()
    {
        var training = new LocalTrainingSpec { LearningRate = 3e-4, WarmupSteps = 2 };

        Assert.Equal(1.5e-4, new LearningRateSchedule(training, totalSteps: 10).At(0), 1e-12);
    }

    [Fact]
    public void A_warm_up_longer_than_the_run_never_reaches_the_peak() =>
        Assert.Equal(0.1, Schedule(ScheduleKind.Cosine, warmup: 100, total: 10).At(9), 1e-12);

    private static LearningRateSchedule Schedule(ScheduleKind kind, int warmup, int total) =>
        new(new LocalTrainingSpec { LearningRate = 1, Schedule = kind, WarmupSteps = warmup }, total);
}
