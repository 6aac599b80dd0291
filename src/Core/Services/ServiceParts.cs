using FedK8s.Core.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Core.Services;

/// <summary>What a service adds to what all services have.</summary>
/// <param name="Add">Adds its own classes. The run's store, the clock and <see cref="ServiceSettings"/> are there.</param>
/// <param name="Endpoints">The queues that it listens on.</param>
/// <param name="WorkAsync">
/// Its work, begun once the host has started; it ends with null where it is done, or with why it is not. The token asks it to
/// stop within the grace period of a pod.
/// </param>
public sealed record ServiceParts(
    Action<IServiceCollection> Add,
    IReadOnlyList<BusEndpoint> Endpoints,
    Func<IServiceProvider, CancellationToken, Task<Failure?>> WorkAsync);
