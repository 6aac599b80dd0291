using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Core.Runs;

namespace FedK8s.Core.Tests.Runs;

public sealed class RoundStepsTests
{
    [Theory]
    [InlineData(10, 1, 4, 1, 0, 3)]
    [InlineData(10, 2, 4, 1, 0, 6)]
    [InlineData(10, 2, 4, 2, 0, 4)]
    [InlineData(10, 3, 4, 1, 5, 5)]
    [InlineData(1, 1, 32, 8, 0, 1)]
    [InlineData(8, 1, 4, 2, 9, 1)]
    public void Steps_of_a_round(int examples, int epochs, int batch, int accumulation, int most, int steps) =>
        Assert.Equal(steps, RoundSteps.Count(examples, new LocalTrainingSpec
        {
            Epochs = epochs,
            BatchSize = batch,
            GradientAccumulation = accumulation,
            MaxSteps = most,
        }));

    [Fact]
    public void More_steps_than_can_be_counted_are_a_mistake_of_the_manifest()
    {
        var training = new LocalTrainingSpec { Epochs = int.MaxValue, BatchSize = 1 };

        Assert.Equal(
            ExitCodes.InvalidManifest, Assert.Throws<RunFailedException>(() => RoundSteps.Count(2, training)).Code);
    }

    [Fact]
    public void A_step_takes_as_many_batches_as_are_accumulated() =>
        Assert.Equal([0..3, 3..6], Batches(step: 0, examples: 10));

    [Fact]
    public void The_last_step_of_a_pass_takes_what_is_left() => Assert.Equal([6..9, 9..10], Batches(step: 1, examples: 10));

    private static IEnumerable<Range> Batches(int step, int examples) =>
        RoundSteps.Batches(step, examples, new LocalTrainingSpec { BatchSize = 3, GradientAccumulation = 2 });
}
