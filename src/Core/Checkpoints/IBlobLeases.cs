using FedK8s.Contracts.Manifests;

namespace FedK8s.Core.Checkpoints;

/// <summary>A store in which one process at a time can hold a name.</summary>
public interface IBlobLeases
{
    /// <summary>Takes the lease of a name, or says that another holds it, also another task of this process.</summary>
    /// <param name="path">The name; used for nothing else.</param>
    /// <param name="cancellationToken">Stops before the lease is taken.</param>
    /// <returns>The lease, or null.</returns>
    Task<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken);
}
