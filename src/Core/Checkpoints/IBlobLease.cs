namespace FedK8s.Core.Checkpoints;

/// <summary>
/// Held by one process at a time, and renewed until it is disposed, which gives it back. It keeps two from doing the
/// same work; it proves nothing: a process that was paused believes in its lease for a moment after another got it. What
/// must not happen twice is written under a condition (<see cref="PutCondition.IfVersion"/>).
/// </summary>
public interface IBlobLease : IAsyncDisposable
{
    /// <summary>Cancelled when the lease was taken away or could not be renewed in time: stop working.</summary>
    CancellationToken Lost { get; }
}
