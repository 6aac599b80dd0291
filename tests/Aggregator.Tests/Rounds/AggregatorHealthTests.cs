using FedK8s.Aggregator.Rounds;
using FedK8s.Testing;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class AggregatorHealthTests
{
    private readonly LeapingTime _time = new();
    private readonly AggregatorHealth _health;

    public AggregatorHealthTests() => _health = new(_time);

    [Fact]
    public void Before_the_first_look_it_is_alive_and_not_ready()
    {
        _health.Turn(isLooking: true);

        Assert.Equal((AggregatorStage.Starting, true, false), (_health.Stage, _health.IsAlive, _health.IsReady));
    }

    [Fact]
    public void A_loop_that_does_not_turn_any_more_is_not_alive()
    {
        _health.Turn(isLooking: false);
        _time.Leap(TimeSpan.FromMinutes(9));
        Assert.True(_health.IsAlive);

        _time.Leap(TimeSpan.FromMinutes(1));
        Assert.False(_health.IsAlive);
    }

    [Fact]
    public void A_store_that_does_not_answer_makes_it_not_ready()
    {
        _health.Turn(isLooking: false);
        _health.Turn(isLooking: true);
        Assert.True(_health.IsReady);

        _time.Leap(TimeSpan.FromSeconds(31));
        Assert.False(_health.IsReady);
    }

    [Fact]
    public void Averaging_may_take_its_time()
    {
        _health.Turn(isLooking: false);
        _time.Leap(TimeSpan.FromMinutes(5));

        Assert.True(_health.IsReady);
    }

    [Fact]
    public void One_that_stands_by_is_ready()
    {
        _health.Enter(AggregatorStage.StandingBy);

        Assert.True(_health is { IsAlive: true, IsReady: true });
    }
}
