using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Testing;

/// <summary>Leases in memory. A test takes one away, as a service does whose holder was not heard for too long.</summary>
public sealed class MemoryLeases : IBlobLeases
{
    private readonly Dictionary<BlobPath, Held> _held = [];

    /// <summary>Another may take the lease from now on.</summary>
    /// <param name="path">Which.</param>
    /// <param name="isNoticed">Whether its holder is told; one that is paused is not.</param>
    public void Expire(BlobPath path, bool isNoticed)
    {
        Held? held;
        lock (_held)
        {
            _held.Remove(path, out held);
        }

        if (isNoticed)
        {
            held?.Tell();
        }
    }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsHeld(BlobPath path)
    {
        lock (_held)
        {
            return _held.ContainsKey(path);
        }
    }

    public Task<IBlobLease?> TryLeaseAsync(BlobPath path, CancellationToken cancellationToken)
    {
        lock (_held)
        {
            var lease = new Held(this, path);
            return Task.FromResult<IBlobLease?>(_held.TryAdd(path, lease) ? lease : null);
        }
    }

    private sealed class Held(MemoryLeases leases, BlobPath path) : IBlobLease
    {
        private readonly CancellationTokenSource _lost = new();

        public CancellationToken Lost => _lost.Token;

        public void Tell() => _lost.Cancel();

        public ValueTask DisposeAsync()
        {
            lock (leases._held)
            {
                if (leases._held.GetValueOrDefault(path) == this)
                {
                    leases._held.Remove(path);
                }
            }

            _lost.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
