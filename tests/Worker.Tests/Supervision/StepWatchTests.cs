using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Supervision;

namespace FedK8s.Worker.Tests.Supervision;

public sealed class StepWatchTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(600);

    private readonly LeapingTime _time = new();
    private readonly StepWatch _watch;

    public StepWatchTests() => _watch = new(Deadline, _time);

    [Fact]
    public void Work_without_a_step_for_the_deadline_is_stuck()
    {
        using var work = _watch.Begin("client a");

        Assert.Null(LookFor(seconds: 599));
        Assert.Equal("client a", LookFor(seconds: 1));
        Assert.False(_watch.IsAlive);
    }

    [Fact]
    public void A_step_grants_the_deadline_anew()
    {
        using var work = _watch.Begin("client a");
        LookFor(seconds: 599);
        work.Step();

        Assert.Null(LookFor(seconds: 599));
        Assert.True(_watch.IsAlive);
    }

    [Fact]
    public void One_works_steps_do_not_count_for_another()
    {
        using var stuck = _watch.Begin("client a");
        using var other = _watch.Begin("client b");
        LookFor(seconds: 599);
        other.Step();

        Assert.Equal("client a", LookFor(seconds: 1));
    }

    [Fact]
    public void Nothing_is_stuck_where_nothing_is_at_work()
    {
        _watch.Begin("client a").Dispose();

        Assert.Null(LookFor(seconds: 10_000));
    }

    // The clock went on while the process was stopped, so that nobody looked.
    [Fact]
    public void After_a_pause_every_work_is_granted_the_whole_deadline()
    {
        using var work = _watch.Begin("client a");
        LookFor(seconds: 500);
        _time.Leap(TimeSpan.FromHours(1));

        Assert.Null(_watch.Look());
        Assert.Null(LookFor(seconds: 599));
        Assert.Equal("client a", LookFor(seconds: 1));
    }

    [Fact]
    public async Task Watching_ends_with_the_code_of_a_stuck_worker()
    {
        using var work = _watch.Begin("Client a, round 3");

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => _watch.WatchAsync(TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.WorkerStuck, failure.Code);
        Assert.Contains("Client a, round 3", failure.Message, StringComparison.Ordinal);
    }

    private string? LookFor(int seconds)
    {
        string? stuck = null;
        for (var second = 0; second < seconds; second++)
        {
            _time.Leap(TimeSpan.FromSeconds(1));
            stuck = _watch.Look();
        }

        return stuck;
    }
}
