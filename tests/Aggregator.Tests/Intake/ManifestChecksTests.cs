using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Intake;

public sealed class ManifestChecksTests
{
    private const string OwnFolder = "rounds/000001/attempt-1/updates/site-a";

    private static readonly ClientId Client = Clients[0];
    private static readonly RoundPlan Asked = Plan();

    [Fact]
    public void An_answer_to_the_question_asked_has_no_problem() => Assert.Null(Find(Good()));

    [Fact]
    public void A_client_outside_the_cohort_is_rejected() => Assert.Equal(
        RejectionReason.NotInCohort,
        ManifestChecks.FindProblem(Asked, new("stranger"), Good() with { ClientId = new("stranger") })?.Reason);

    [Fact]
    public void Another_format_is_rejected() => Expect(RejectionReason.Unreadable, Good() with { Format = "fedk8s.io/update/v9" });

    [Fact]
    public void A_manifest_that_speaks_for_another_is_rejected() =>
        Expect(RejectionReason.WrongClient, Good() with { ClientId = Clients[1] });

    [Fact]
    public void Another_run_is_rejected() => Expect(RejectionReason.WrongRound, Good() with { RunId = new("other") });

    [Fact]
    public void Another_round_is_rejected() => Expect(RejectionReason.WrongRound, Good() with { Round = new(2) });

    [Fact]
    public void Another_attempt_is_rejected() => Expect(RejectionReason.WrongRound, Good() with { Attempt = 2 });

    [Fact]
    public void Another_checkpoint_is_rejected() =>
        Expect(RejectionReason.WrongCheckpoint, Good() with { CheckpointSha256 = new string('f', 64) });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(ManifestChecks.MaximumExampleCount + 1)]
    [InlineData(long.MaxValue)]
    public void A_count_that_is_no_number_of_examples_is_rejected(long count) =>
        Expect(RejectionReason.ExampleCountOutOfRange, Good() with { ExampleCount = count });

    [Theory]
    [InlineData("checkpoints/000000/weights.safetensors")]
    [InlineData("rounds/000001/attempt-1/updates/site-b/weights.safetensors")]
    [InlineData(OwnFolder)]
    [InlineData(OwnFolder + "/")]
    [InlineData(OwnFolder + "/..")]
    [InlineData(OwnFolder + "/../site-b/weights.safetensors")]
    [InlineData(OwnFolder + "-2/weights.safetensors")]
    [InlineData("/etc/passwd")]
    public void A_file_outside_its_own_folder_is_rejected(string path) =>
        Expect(RejectionReason.ForeignFile, Update(Asked, Client, new TensorFile(Reference(path), [])));

    [Fact]
    public void A_manifest_with_holes_is_rejected()
    {
        Expect(RejectionReason.Unreadable, Good() with { Files = null! });
        Expect(RejectionReason.Unreadable, Good() with { Files = [null!] });
        Expect(RejectionReason.Unreadable, Good() with { Files = [new TensorFile(null!, [])] });
        Expect(RejectionReason.Unreadable, Good() with { Files = [new TensorFile(new(default, 1, ""), [])] });
    }

    private static UpdateManifest Good() =>
        Update(Asked, Client, new TensorFile(Reference(OwnFolder + "/weights.safetensors"), []));

    private static Verdict.Rejected? Find(UpdateManifest manifest) => ManifestChecks.FindProblem(Asked, Client, manifest);

    private static void Expect(RejectionReason reason, UpdateManifest manifest) => Assert.Equal(reason, Find(manifest)?.Reason);
}
