using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Runs;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Runs;

public sealed class RunSubmissionTests : IDisposable
{
    private readonly MemoryBlobStore _blobs = new();

    public void Dispose() => _blobs.Dispose();

    [Fact]
    public async Task The_first_submission_writes_the_document()
    {
        Assert.Equal(SubmissionOutcome.Created, await SubmitAsync(Spec));
        Assert.Equal([RunPaths.Run.Value], _blobs.Paths);
    }

    [Fact]
    public async Task Submitting_again_changes_nothing()
    {
        await SubmitAsync(Spec);
        var before = _blobs[RunPaths.Run];

        Assert.Equal(SubmissionOutcome.Unchanged, await SubmitAsync(Spec));
        Assert.Same(before, _blobs[RunPaths.Run]);
    }

    [Fact]
    public async Task What_may_change_is_taken_over()
    {
        await SubmitAsync(Spec);

        Assert.Equal(SubmissionOutcome.Changed, await SubmitAsync(Spec with { Suspend = true, ActiveDeadlineSeconds = 9, TtlSecondsAfterFinished = 8 }));
        var spec = (await Store.FindAsync<RunDocument>(RunPaths.Run, Cancellation))!.Value.Run.Spec;
        Assert.Equal((true, 9L, 8L), (spec.Suspend, spec.ActiveDeadlineSeconds, spec.TtlSecondsAfterFinished));
    }

    [Fact]
    public async Task Anything_else_is_refused_and_named()
    {
        await SubmitAsync(Spec);

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => SubmitAsync(Spec with { Suspend = true, LocalTraining = new() { Seed = 7 } }));

        Assert.Equal(ExitCodes.RunFolderOfAnotherManifest, failure.Code);
        Assert.Contains("another spec.localTraining.seed;", failure.Message, StringComparison.Ordinal);
        Assert.Equal(SubmissionOutcome.Unchanged, await SubmitAsync(Spec));
    }

    [Fact]
    public async Task Another_run_of_the_same_spec_is_refused()
    {
        await SubmitAsync(Spec);

        await Assert.ThrowsAsync<RunFailedException>(() => SubmitAsync(Spec, "run-2"));
    }

    [Fact]
    public async Task A_change_that_comes_between_is_not_lost()
    {
        await SubmitAsync(Spec);
        var isFirst = true;
        var interrupted = new RunStore(new InterruptedBlobStore(_blobs, async () =>
        {
            if (isFirst)
            {
                isFirst = false;
                await SubmitAsync(Spec with { ActiveDeadlineSeconds = 5 });
            }
        }));

        Assert.Equal(SubmissionOutcome.Changed, await RunSubmission.SubmitAsync(interrupted, Document(Spec with { Suspend = true }), Cancellation));
    }

    private static FederatedRunSpec Spec => ValidRun.Whole.Spec;

    private RunStore Store => new(_blobs);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<SubmissionOutcome> SubmitAsync(FederatedRunSpec spec, string run = "run-1") =>
        RunSubmission.SubmitAsync(Store, Document(spec, run), Cancellation);

    private static RunDocument Document(FederatedRunSpec spec, string run = "run-1") => new()
    {
        RunId = new(run),
        Run = new() { ApiVersion = Versions.V1Alpha1, Kind = Versions.Kind, Metadata = new() { Name = "test" }, Spec = spec },
    };
}
