using FedK8s.Contracts.Manifests;
using FedK8s.Core.Runs;

namespace FedK8s.Core.Tests.Runs;

public sealed class EndedAttemptsTests
{
    // Round 3 is committed, two attempts at round 4 are abandoned.
    private static readonly RunState State = new()
    {
        RunId = new("run-1"),
        Generation = 9,
        Committed = new(3),
        Checkpoint = new(new("checkpoints/000003/manifest.json"), 1, new string('a', 64)),
        Phase = RunPhase.Running,
        AbandonedAttempts = 2,
    };

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(3, 7, true)]
    [InlineData(4, 2, true)]
    [InlineData(4, 3, false)]
    [InlineData(5, 1, false)]
    public void An_attempt_has_ended_once_it_is_committed_or_abandoned(int round, int attempt, bool hasEnded) =>
        Assert.Equal(hasEnded, State.HasEnded(new(round), attempt));
}
