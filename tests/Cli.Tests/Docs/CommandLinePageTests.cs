using FedK8s.Cli.Tests.Runs;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Docs;

/// <summary>docs/cli.md and --help speak of the same commands and options.</summary>
public sealed class CommandLinePageTests
{
    private static readonly string _page = File.ReadAllText(RepositoryRoot.Combine("docs", "cli.md"));

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("status")]
    [InlineData("export")]
    public async Task The_page_names_every_option_that_help_shows(string command)
    {
        var help = (await TinyRun.FedK8sAsync([command, "--help"])).Output;

        var options = help.Split([' ', '\n', ',']).Where(word => word.StartsWith("--", StringComparison.Ordinal)).Distinct();

        Assert.All(options, option => Assert.Contains(option, _page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("status")]
    [InlineData("export")]
    public async Task Help_ends_with_commands_to_copy(string command) =>
        Assert.Contains(
            $"Examples:\n  fedk8s {command} ",
            (await TinyRun.FedK8sAsync([command, "--help"])).Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_command_line_that_is_not_understood_is_one_line_and_exit_1()
    {
        var result = await TinyRun.FedK8sAsync(["validate"]);

        Assert.Equal((1, 1), (result.Exit, result.ErrorLines.Length));
    }
}
