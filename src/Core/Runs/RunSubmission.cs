using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Runs;

/// <summary>
/// Says to a run's store what is wanted of the run: its document is written once, and later only <c>suspend</c>,
/// <c>activeDeadlineSeconds</c> and <c>ttlSecondsAfterFinished</c> are taken over. Submitting twice changes nothing.
/// </summary>
public static class RunSubmission
{
    private const int MostTries = 10;

    /// <summary>Submits the document.</summary>
    /// <exception cref="RunFailedException">The store holds another run, or the same with other fields, or others change the
    /// document all the time.</exception>
    public static async Task<SubmissionOutcome> SubmitAsync(
        RunStore store, RunDocument wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(wanted);
        for (var time = 0; time < MostTries; time++)
        {
            var found = await store.EnsureAsync(RunPaths.Run, wanted, cancellationToken);
            if (ReferenceEquals(found.Value, wanted))
            {
                return SubmissionOutcome.Created;
            }

            RequireSame(store.Location, found.Value, wanted);
            var next = Changed(found.Value, wanted.Run.Spec);
            if (next == found.Value)
            {
                return SubmissionOutcome.Unchanged;
            }

            if (await store.TryReplaceAsync(found, next, cancellationToken) is not null)
            {
                return SubmissionOutcome.Changed;
            }
        }

        throw new RunFailedException(
            ExitCodes.StateConflict,
            $"{RunPaths.Run} in {store.Location} was changed by another process {MostTries} times in a row; submit from one place.");
    }

    /// <summary>Refuses a document that would make another run of the one that was found.</summary>
    /// <exception cref="RunFailedException">It would; the message names the fields.</exception>
    public static void RequireSame(Uri location, RunDocument found, RunDocument wanted)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(wanted);
        var differences = SpecDifference.Between(found.Run.Spec, wanted.Run.Spec);
        if (differences.Count == 0 && found.RunId == wanted.RunId)
        {
            return;
        }

        throw new RunFailedException(
            ExitCodes.RunFolderOfAnotherManifest,
            differences.Count == 0
                ? $"{location} belongs to run {found.RunId}, expected {wanted.RunId}; choose another checkpoint.storageUri."
                : $"{location}: run {found.RunId} was started with another {SpecDifference.Describe(differences)}; only suspend, "
                + "activeDeadlineSeconds and ttlSecondsAfterFinished may change: choose another checkpoint.storageUri for a new run.");
    }

    private static RunDocument Changed(RunDocument found, FederatedRunSpec wanted) => found with
    {
        Run = found.Run with
        {
            Spec = found.Run.Spec with
            {
                Suspend = wanted.Suspend,
                ActiveDeadlineSeconds = wanted.ActiveDeadlineSeconds,
                TtlSecondsAfterFinished = wanted.TtlSecondsAfterFinished,
            },
        },
    };
}
