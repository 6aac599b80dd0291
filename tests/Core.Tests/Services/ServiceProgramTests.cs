using FedK8s.Core.Services;

namespace FedK8s.Core.Tests.Services;

public sealed class ServiceProgramTests : IDisposable
{
    private static readonly Setting Pace = new("PACE", "1", "A whole number from 1.");

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task Help_names_every_variable_with_its_default()
    {
        Assert.Equal(0, await RunAsync(_ => null, "--help"));

        var help = _output.ToString();
        Assert.Contains("  PACE (1)\n      A whole number from 1.\n", help, StringComparison.Ordinal);
        Assert.All(ServiceSettings.All, setting => Assert.Contains($"  {setting.Name} ({setting.Default})\n", help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_argument_is_refused_in_one_line()
    {
        Assert.Equal(1, await RunAsync(_ => null, "start"));
        Assert.Equal("error: found the argument 'start', wanted none; see trainer --help\n", _error.ToString());
    }

    [Fact]
    public async Task Bad_settings_end_it_before_anything_starts()
    {
        Assert.Equal(12, await RunAsync(name => name == "PACE" ? "fast" : null));

        var line = _error.ToString();
        Assert.StartsWith("error FK9012: FEDK8S_RUN_ID: found nothing", line, StringComparison.Ordinal);
        Assert.Contains("PACE: found 'fast', wanted a whole number from 1", line, StringComparison.Ordinal);
        Assert.EndsWith("(docs/errors/FK9012.md)\n", line, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> RunAsync(Func<string, string?> find, params string[] arguments)
    {
        _output.NewLine = _error.NewLine = "\n";
        var description = new ServiceDescription("trainer", "Trains.", [Pace], (reader, _) =>
        {
            reader.Number(Pace, least: 1, otherwise: 1);
            return new(_ => { }, [], (_, _) => throw new InvalidOperationException("It was not to start."));
        });
        return new ServiceProgram(description, find, _output, _error).RunAsync(arguments);
    }
}
