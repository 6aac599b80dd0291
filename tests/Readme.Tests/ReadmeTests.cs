using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using FedK8s.Testing;

namespace FedK8s.Readme.Tests;

/// <summary>What the README tells a newcomer to type works, in the order in which it is told.</summary>
public sealed partial class ReadmeTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Every_command_in_the_readme_runs()
    {
        string[] made =
        [
            "runs/quickstart", "runs/block-expansion",
            "artifacts/quickstart-adapter", "artifacts/quickstart-model", "artifacts/quickstart-services",
        ];
        foreach (var left in made)
        {
            if (Directory.Exists(RepositoryRoot.Combine(left)))
            {
                Directory.Delete(RepositoryRoot.Combine(left), recursive: true);
            }
        }

        var commands = Commands();
        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            var (exit, output) = await RunAsync(command);
            Assert.True(exit == 0, $"`{command}` ended with {exit}:\n{output}");
        }

        Assert.Equal(await ChecksumAsync("status k8s/samples/quickstart.yaml"), Checksum(File.ReadAllText(
            RepositoryRoot.Combine("artifacts", "quickstart-services", "status.json"))));
    }

    [Fact]
    public void The_readme_names_what_continuous_integration_runs() =>
        Assert.All(
            File.ReadLines(RepositoryRoot.Combine(".ci", "run")).Where(line => line.StartsWith("make ", StringComparison.Ordinal)),
            command => Assert.Contains($"`{command}`", File.ReadAllText(RepositoryRoot.Combine("README.md")), StringComparison.Ordinal));

    // Of the last checkpoint's manifest, which names those of the weights.
    private static async Task<string> ChecksumAsync(string command) =>
        Checksum((await RunAsync($"build/fedk8s.sh {command} --output json")).Output);

    private static string Checksum(string status) =>
        JsonDocument.Parse(status).RootElement.GetProperty("checkpoint").GetProperty("sha256").GetString()
        ?? throw new InvalidOperationException($"No checkpoint: {status}");

    private static List<string> Commands() =>
        [.. ShellBlock().Matches(File.ReadAllText(RepositoryRoot.Combine("README.md")))
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Where(line => line.Length > 0)];

    private static async Task<(int Exit, string Output)> RunAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", command + " 2>&1"])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!; // null only where the shell is executed by the system, which UseShellExecute = false rules out
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(_limit);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{command}` had not ended after {_limit}.");
        }
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
