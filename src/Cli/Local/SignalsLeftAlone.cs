using Microsoft.Extensions.Hosting;

namespace FedK8s.Cli.Local;

/// <summary>The command decides what a signal means; a host inside it must not listen too.</summary>
internal sealed class SignalsLeftAlone : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
