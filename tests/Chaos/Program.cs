using FedK8s.Chaos.Results;
using FedK8s.Chaos.Services;

// make chaos. It takes no arguments; CONTRIBUTING.md has the variables.
if (Place.Missing is { } missing)
{
    await Console.Error.WriteLineAsync($"error: {missing}");
    return 1;
}

return await LongVersion.From(Environment.GetEnvironmentVariable).RunAsync(Console.Error, CancellationToken.None) ? 0 : 1;
