using FedK8s.Chaos.Services;
using FedK8s.Testing;

namespace FedK8s.Chaos.Tests.Services;

/// <summary>A process is kept running as a pod's is.</summary>
public sealed class SupervisedServiceTests : IDisposable
{
    private const int DiskFull = 5;
    private const int InvalidManifest = 2;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(InvalidManifest)]
    public async Task What_would_not_help_is_not_tried_again(int exit)
    {
        await using var service = Start($"exit {exit}");

        Assert.Equal([exit], (await service.Ended).Exits);
    }

    [Fact]
    public async Task What_may_help_is_tried_again()
    {
        await using var service = Start($"[ -e {_folder["been"]} ] || {{ touch {_folder["been"]}; exit {DiskFull}; }}");

        Assert.Equal([DiskFull, 0], (await service.Ended).Exits);
    }

    [Fact]
    public async Task A_process_that_is_killed_is_started_again()
    {
        await using var service = Start($"[ -e {_folder["been"]} ] || {{ touch {_folder["been"]}; kill -9 $$; }}");

        Assert.Equal([ServiceEnd.Killed, 0], (await service.Ended).Exits);
    }

    [Fact]
    public async Task What_it_says_is_kept()
    {
        await using var service = Start("echo out; echo $WORD >&2");
        await service.Ended;

        Assert.Equal("out\nword\n--- exit 0\n", await File.ReadAllTextAsync(_folder["log"], TestContext.Current.CancellationToken));
    }

    private SupervisedService Start(string script)
    {
        var program = _folder["program"];
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        var service = new SupervisedService(program, new Dictionary<string, string> { ["WORD"] = "word" }, _folder["log"]);
        service.Start();
        return service;
    }
}
