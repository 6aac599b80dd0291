namespace FedK8s.Cli.Tests.Runs;

public sealed class RunTests
{
    [Fact]
    public async Task A_run_commits_every_round()
    {
        using var tiny = new TinyRun();

        var result = await tiny.RunAsync();

        Assert.Equal((0, "", true), (result.Exit, result.Error, File.Exists(tiny["out", "checkpoints", "000003", "manifest.json"])));
    }
}
