using System.Runtime.InteropServices;
using FedK8s.Chaos.Results;
using FedK8s.Chaos.Services;

// make chaos. It takes no arguments; CONTRIBUTING.md has the variables.
if (Place.Missing is { } missing)
{
    await Console.Error.WriteLineAsync($"error: {missing}");
    return 1;
}

using var enough = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    enough.Cancel();
});
return await LongVersion.From(Environment.GetEnvironmentVariable).RunAsync(Console.Error, enough.Token) ? 0 : 1;
