using FedK8s.Cli.Commands;
using FedK8s.Cli.Reporting;
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
    [InlineData("merge")]
    [InlineData("compare")]
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
    [InlineData("merge")]
    [InlineData("compare")]
    public async Task Help_ends_with_commands_to_copy(string command) =>
        Assert.Contains(
            $"Examples:\n  fedk8s {command} ",
            (await TinyRun.FedK8sAsync([command, "--help"])).Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);

    [Fact]
    public async Task An_error_that_nobody_can_hear_keeps_its_exit_number()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The device that is always full is Linux's.");
        using var closed = new StreamWriter(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            AutoFlush = true,
        };

        var exit = await CommandLine.InvokeAsync(
            ["validate", "nowhere.yaml"], new Terminal(closed, closed, IsInteractive: false), TestContext.Current.CancellationToken);

        Assert.Equal(3, exit);
    }

    [Theory]
    [InlineData("Required argument missing", "validate")]
    [InlineData("'bogus'", "bogus")]
    [InlineData("FILE: found an empty text, wanted a path", "run", "")]
    [InlineData("--store: found an empty text, wanted a path", "run", "run.yaml", "--store", "")]
    [InlineData("--store: found the address file:///out, wanted a path", "run", "run.yaml", "--store", "file:///out")]
    [InlineData("--to: found an empty text, wanted a path", "export", "run.yaml", "--to", "")]
    [InlineData("--parallel: found x, wanted a whole number from 1", "run", "run.yaml", "--parallel", "x")]
    [InlineData("--parallel: found 0, wanted a whole number from 1", "run", "run.yaml", "--parallel", "0")]
    [InlineData("--device: found gpu, wanted one of auto, cpu, cuda", "run", "run.yaml", "--device", "gpu")]
    [InlineData("--output: found xml, wanted one of auto, live, plain, json", "run", "run.yaml", "--output", "xml")]
    [InlineData("'onnx' not recognized", "convert", "model.onnx", "--from", "onnx", "--to", "x")]
    [InlineData("Option '--from' is required", "convert", "model.bin", "--to", "x")]
    [InlineData("'zip' not recognized", "export", "run.yaml", "--to", "x", "--format", "zip")]
    public async Task A_command_line_that_is_not_understood_is_one_line_and_exit_1(string words, params string[] arguments)
    {
        var result = await TinyRun.FedK8sAsync(arguments);

        Assert.Contains(words, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((1, ""), (result.Exit, result.Output));
    }
}
