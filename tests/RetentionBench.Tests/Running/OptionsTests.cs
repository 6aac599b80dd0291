using FedK8s.RetentionBench.Running;

namespace FedK8s.RetentionBench.Tests.Running;

public sealed class OptionsTests
{
    [Fact]
    public void All_options_may_be_given_together()
    {
        var (options, problem) = Options.Read(
            ["--quick", "--only", "lora|full", "--seeds", "3", "--parallel", "2", "--to", "/results"]);

        Assert.Null(problem);
        Assert.True(options.IsQuick);
        Assert.Equal((3, 2, "/results"), (options.Seeds, options.Parallel, options.To));
        Assert.Matches(options.Only!, "lora-all");
    }

    [Theory]
    [InlineData("--seeds 0", "--seeds: found '0', wanted a whole number from 1")]
    [InlineData("--seeds", "--seeds: found nothing")]
    [InlineData("--only (", "--only: found '(', wanted a regular expression")]
    [InlineData("--corpus plays", "--corpus: found 'plays', wanted shakespeare or clinc150")]
    [InlineData("--fast", "--fast: no such option")]
    public void What_is_not_understood_is_said_in_one_line(string arguments, string problem) =>
        Assert.StartsWith(problem, Options.Read(arguments.Split(' ')).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("--quick")]
    [InlineData("--only")]
    [InlineData("--list")]
    [InlineData("--report")]
    [InlineData("--seeds")]
    [InlineData("--parallel")]
    [InlineData("--to")]
    [InlineData("--corpus")]
    [InlineData("--from")]
    [InlineData("--in")]
    [InlineData("--known")]
    [InlineData("--help")]
    public void The_help_has_every_option(string option) => Assert.Contains(option, Options.Help, StringComparison.Ordinal);
}
