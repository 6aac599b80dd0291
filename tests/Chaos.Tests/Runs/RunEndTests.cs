using FedK8s.Chaos.Runs;
using FedK8s.Chaos.Services;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Chaos.Tests.Runs;

/// <summary>What counts as a run that came through.</summary>
public sealed class RunEndTests
{
    private const int DiskFull = 5;
    private const int Segmentation = 128 + 11;
    private const int Internal = 70;

    private static readonly StoreContent Undisturbed = new(new Dictionary<string, string>
    {
        ["state.json"] = "a",
        ["rounds/000001/attempt-1/plan.json"] = "b",
        ["checkpoints/000003/weights.safetensors"] = "c",
    });

    [Fact]
    public void The_same_results_count_whatever_the_way_there_was() =>
        Assert.IsType<Outcome.SameBytes>((End(exits: [ServiceEnd.Killed, DiskFull, 0]) with
        {
            Content = new(new Dictionary<string, string> { ["checkpoints/000003/weights.safetensors"] = "c" }),
        }).Judge(Undisturbed, []));

    [Theory]
    [InlineData("other", "checkpoints/000003/weights.safetensors has other bytes")]
    [InlineData(null, "checkpoints/000003/weights.safetensors is missing")]
    public void Other_bytes_and_lost_ones_fail(string? found, string why) =>
        Assert.Equal(new Outcome.Failed(why), (End() with
        {
            Content = new(found is null
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["checkpoints/000003/weights.safetensors"] = found }),
        }).Judge(Undisturbed, []));

    [Fact]
    public void A_fault_that_did_not_strike_proves_nothing() =>
        Assert.Equal(new Outcome.Failed("the fault did not strike"), (End() with { HasStruck = false }).Judge(Undisturbed, []));

    [Theory]
    [InlineData(Segmentation, "aggregator fell over with 139")]
    [InlineData(Internal, "aggregator fell over with FK9099")]
    public void A_process_that_falls_over_fails_the_run_also_where_the_next_one_saves_it(int exit, string why) =>
        Assert.Equal(new Outcome.Failed(why), End(exits: [exit, 0]).Judge(Undisturbed, []));

    [Fact]
    public void A_condition_counts_where_it_is_allowed_and_alone()
    {
        var end = End(exits: [DiskFull]);

        Assert.Equal(new Outcome.Ended("FK9004"), end.Judge(Undisturbed, ["FK9004"]));
        Assert.Equal(new Outcome.Failed("ended with FK9004"), end.Judge(Undisturbed, []));
        Assert.Equal(
            new Outcome.Failed("ended with FK2001 and FK9004"),
            (end with { State = State(RunPhase.Failed, "FK2001") }).Judge(Undisturbed, ["FK9004"]));
    }

    [Fact]
    public void Whoever_does_not_end_fails_the_run() =>
        Assert.Equal(
            new Outcome.Failed("site-a did not end"),
            (End() with { Parties = new Dictionary<string, ServiceEnd?> { ["site-a"] = null } }).Judge(Undisturbed, []));

    private static RunEnd End(params int[] exits) => new()
    {
        Parties = new Dictionary<string, ServiceEnd?> { ["aggregator"] = new(exits is [.., var last] ? last : 0, exits) },
        State = State(RunPhase.Complete, code: null),
        Content = Undisturbed,
        HasStruck = true,
    };

    private static RunState State(RunPhase phase, string? code) => new()
    {
        RunId = new("run"),
        Generation = 1,
        Committed = new(3),
        Checkpoint = new(new("checkpoints/000003/manifest.json"), 1, "c"),
        Phase = phase,
        AbandonedAttempts = 0,
        Code = code,
    };
}
