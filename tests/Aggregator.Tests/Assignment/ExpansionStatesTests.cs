using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Blocks;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Tests.Assignment;

public sealed class ExpansionStatesTests
{
    private static readonly BlockExpansionState Start = new() { BaseBlockCount = 4, BaseByteCount = 0, ActivationByteCount = 0, Positions = [1, 3] };

    private static readonly RoundPlan Plan = new()
    {
        RunId = new("run"),
        Round = new(1),
        Attempt = 1,
        Checkpoint = new(new("manifest.json"), 1, new string('0', 64)),
        Cohort = [new("a"), new("b")],
        Assignments = [new() { ClientId = new("a"), Blocks = [BlockNames.Expanded(0)] }],
        Quorum = 1,
        OpenedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void Other_methods_carry_nothing_along() => Assert.Null(ExpansionStates.Next(null, Plan, []));

    [Fact]
    public void Who_trained_what_is_kept() =>
        Assert.Equal(Plan.Assignments, ExpansionStates.Next(Start, Plan, [])!.Assignments);

    // 1:3 are shares of 0.25 and 0.75, 3:1 the reverse: half of each is 0.5.
    [Fact]
    public void What_clients_say_of_blocks_is_smoothed_over_the_rounds()
    {
        var first = ExpansionStates.Next(Start, Plan, [Update("a", 1, 3)])!;
        var second = ExpansionStates.Next(first, Plan, [Update("b", 1, 1), Update("a", 6, 2)])!;

        Assert.Equal([0.25, 0.75], Assert.Single(first.Importance).Values);
        Assert.Equal(["a", "b"], second.Importance.Select(found => found.ClientId.Value));
        Assert.Equal([0.5, 0.5], second.Importance[0].Values);
    }

    [Fact]
    public void A_client_that_rates_another_number_of_blocks_is_not_listened_to() =>
        Assert.Empty(ExpansionStates.Next(Start, Plan, [Update("a", 1, 2, 3), Update("b")])!.Importance);

    private static Stored<UpdateManifest> Update(string client, params double[] importance) => new(
        new()
        {
            Format = UpdateManifest.CurrentFormat,
            RunId = new("run"),
            Round = new(1),
            ClientId = new(client),
            Attempt = 1,
            CheckpointSha256 = new string('0', 64),
            ExampleCount = 1,
            Steps = 1,
            TrainLoss = 1,
            BlockImportance = importance,
            Files = [],
        },
        new(new("update.json"), 1, new string('0', 64)),
        "etag");
}
