namespace FedK8s.Cli.Tests.Runs;

public sealed class RetentionGuardTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("{inputs: Sampled, everySteps: 3}")]
    public async Task A_guarded_run_that_was_stopped_goes_on_to_the_bytes_of_one_that_was_not(string guard)
    {
        using var undisturbed = new TinyRun(Guarded(guard));
        using var stopped = new TinyRun(Guarded(guard));
        await undisturbed.RunAsync();

        var first = await stopped.RunUntilAsync("round 2/3");
        var second = await stopped.RunAsync();

        Assert.Equal((130, 0), (first.Exit, second.Exit));
        Assert.Equal(undisturbed.Weights(3), stopped.Weights(3));
    }

    [Fact]
    public async Task A_guard_changes_what_is_trained_and_nothing_of_the_start()
    {
        using var plain = new TinyRun();
        using var guarded = new TinyRun(Guarded("{inputs: Random}"));

        await plain.RunAsync();
        await guarded.RunAsync();

        Assert.Equal(plain.Weights(0), guarded.Weights(0));
        Assert.NotEqual(plain.Weights(3), guarded.Weights(3));
    }

    private static string Guarded(string guard) =>
        TinyRun.Yaml.Replace("  rounds:", $"  retentionGuard: {guard}\n  rounds:", StringComparison.Ordinal);
}
