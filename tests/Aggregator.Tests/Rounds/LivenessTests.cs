using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class LivenessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Liveness _liveness = new();

    [Fact]
    public void A_client_that_is_heard_at_the_same_step_for_too_long_is_stuck()
    {
        Hear(0..59, step: 7);
        Assert.Empty(Stuck());

        Hear(60..61, step: 7);
        Assert.Equal(new ClientStuck(Run1, new(1), Clients[0], 1, 7, 60), Assert.Single(Stuck()));
    }

    [Fact]
    public void A_new_step_starts_the_time_anew()
    {
        Hear(0..50, step: 7);
        Hear(50..100, step: 8);

        Assert.Empty(Stuck());
    }

    [Fact]
    public void A_stuck_client_that_takes_a_step_is_awaited_again()
    {
        Hear(0..90, step: 7);
        Hear(90..91, step: 8);

        Assert.Empty(Stuck());
    }

    [Theory]
    [InlineData(WorkStage.Waiting)]
    [InlineData(WorkStage.Storing)]
    public void Whoever_waits_or_stores_is_never_stuck(WorkStage stage)
    {
        Hear(0..90, step: 7);
        Hear(90..900, step: 7, stage);

        Assert.Empty(Stuck());
    }

    [Fact]
    public void Silence_is_no_sign_of_being_stuck()
    {
        Hear(0..1, step: 7);
        Turn(1..900);

        Assert.Empty(Stuck());
    }

    [Fact]
    public void Another_attempt_is_another_matter()
    {
        Hear(0..90, step: 7);

        Assert.Empty(_liveness.FindStuck(Plan(attempt: 2), Patience));
    }

    [Fact]
    public void A_loop_that_was_paused_takes_nobody_for_stuck()
    {
        Hear(0..2, step: 7);
        Hear(7200..7202, step: 7); // sent before the pause, heard after it

        Assert.Empty(Stuck());
    }

    private void Hear(Range seconds, int step, WorkStage stage = WorkStage.Training)
    {
        for (var second = seconds.Start.Value; second < seconds.End.Value; second++)
        {
            _liveness.Turn(At(second));
            _liveness.Heard(new TrainingProgressed(Run1, new(1), Clients[0], 1, stage, step, 100, null));
        }
    }

    private void Turn(Range seconds)
    {
        for (var second = seconds.Start.Value; second < seconds.End.Value; second++)
        {
            _liveness.Turn(At(second));
        }
    }

    private IReadOnlyList<ClientStuck> Stuck() => _liveness.FindStuck(Plan(), Patience);

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);
}
