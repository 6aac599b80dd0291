using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Core.Runs;

/// <summary>Stub until the real one.</summary>
public static class RunSubmission
{
    /// <summary>Stub until the real one.</summary>
    public static async Task SubmitAsync(RunStore store, RunDocument document, CancellationToken cancellationToken) =>
        await store.PutOnceAsync(RunPaths.Run, document, cancellationToken);
}
