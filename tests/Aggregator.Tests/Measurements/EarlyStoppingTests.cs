using FedK8s.Aggregator.Measurements;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;

namespace FedK8s.Aggregator.Tests.Measurements;

public sealed class EarlyStoppingTests
{
    private static readonly EarlyStoppingSpec Accuracy = new() { Task = "tickets" };

    private static readonly EarlyStoppingSpec Loss = new() { Task = "tickets", Metric = EvaluationMetric.Loss };

    [Theory]
    [InlineData(0.949, false)]
    [InlineData(0.95, true)]
    [InlineData(0.97, true)]
    [InlineData(double.NaN, false)]
    public void An_accuracy_that_reaches_the_target_ends_the_run(double value, bool ends) =>
        Assert.Equal(ends, Find(Accuracy with { Target = 0.95 }, 0.2, value)?.Reason is EndReason.TargetReached);

    [Theory]
    [InlineData(1.51, false)]
    [InlineData(1.5, true)]
    [InlineData(double.NaN, false)]
    public void A_loss_that_falls_to_the_target_ends_the_run(double value, bool ends) =>
        Assert.Equal(ends, Find(Loss with { Target = 1.5 }, 3, value)?.Reason is EndReason.TargetReached);

    [Fact]
    public void A_start_that_reaches_the_target_ends_the_run() =>
        Assert.NotNull(Find(Accuracy with { Target = 0.1 }, 0.2));

    [Fact]
    public void The_target_is_named_with_the_numbers() =>
        Assert.Equal(
            "tickets accuracy 0.97 at round 2 reached 0.95", Find(Accuracy with { Target = 0.95 }, 0.2, 0.9, 0.97)!.Message);

    // The start is the first best measurement, as the first epoch is elsewhere.
    [Theory]
    [InlineData(1, new[] { 0.5, 0.5 }, true)]
    [InlineData(1, new[] { 0.5 }, false)]
    [InlineData(2, new[] { 0.5, 0.4, 0.6, 0.6 }, false)]
    [InlineData(2, new[] { 0.5, 0.4, 0.6, 0.6, 0.1 }, true)]
    [InlineData(2, new[] { 0.5, 0.5, 0.5, 0.9 }, true)] // what comes later does not undo it
    [InlineData(2, new[] { double.NaN, 0.1, double.NaN, 0.2 }, false)]
    public void Measurements_without_a_better_one_exhaust_patience(int patience, double[] values, bool ends) =>
        Assert.Equal(ends, Find(Accuracy with { Patience = patience }, values)?.Reason is EndReason.PatienceExhausted);

    [Fact]
    public void A_lower_loss_is_better() =>
        Assert.Null(Find(Loss with { Patience = 1 }, 3, 2, 1));

    [Theory]
    [InlineData(0.125, true)] // by exactly as much is not by more
    [InlineData(0.0625, false)]
    public void A_measurement_that_is_hardly_better_is_not(double minDelta, bool ends) =>
        Assert.Equal(ends, Find(Accuracy with { Patience = 1, MinDelta = minDelta }, 0.5, 0.625) is not null);

    [Fact]
    public void Patience_names_the_best_and_the_last() =>
        Assert.Equal(
            "tickets accuracy 0.5 at round 1 was not bettered in 2 measurements up to round 3",
            Find(Accuracy with { Patience = 2 }, 0.1, 0.5, 0.4, 0.5)!.Message);

    [Fact]
    public void Without_a_measurement_the_run_goes_on() =>
        Assert.Null(Find(Accuracy with { Target = 0, Patience = 1 }));

    private static EarlyEnd? Find(EarlyStoppingSpec spec, params double[] values) =>
        EarlyStopping.Find(spec, values.Select((value, round) => new Measurement(new(round), value)));
}
