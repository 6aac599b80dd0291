using FedK8s.Contracts.Manifests;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Aggregator.Rounds;

/// <summary>One life of the loop: it starts knowing nothing but the store.</summary>
internal sealed class LoneRun(IServiceScopeFactory scopes) : IRunDriver
{
    public async Task<RunState> RunAsync(CancellationToken cancellationToken)
    {
        await using var life = scopes.CreateAsyncScope();
        return await life.ServiceProvider.GetRequiredService<RunLoop>().RunAsync(cancellationToken);
    }
}
