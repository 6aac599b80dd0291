using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Identity;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class RemindersTests
{
    private static readonly ClientId Client = new("site-a");
    private static readonly RunRequest Request = new RunRequest.Train(new(1), 1, Client);

    private readonly Reminders _reminders = new();

    [Fact]
    public void Each_silence_is_granted_twice_the_time_up_to_a_limit()
    {
        var asked = Enumerable.Range(0, 3600).Where(second => _reminders.TryAsk(Request, At(second)));

        Assert.Equal([0, 30, 90, 210, 450, 930, 1410, 1890, 2370, 2850, 3330], asked);
    }

    [Fact]
    public void A_sign_of_life_starts_the_silence_anew()
    {
        _reminders.TryAsk(Request, At(0));
        _reminders.Heard(Client, At(29));

        Assert.False(_reminders.TryAsk(Request, At(58)));
        Assert.True(_reminders.TryAsk(Request, At(59)));
    }

    [Fact]
    public void A_sign_of_life_of_another_client_does_not()
    {
        _reminders.TryAsk(Request, At(0));
        _reminders.Heard(new("site-b"), At(29));

        Assert.True(_reminders.TryAsk(Request, At(30)));
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_silence_the_run()
    {
        _reminders.TryAsk(Request, At(3600));

        Assert.True(_reminders.TryAsk(Request, At(0)));
    }

    [Fact]
    public void What_is_forgotten_is_asked_at_once()
    {
        _reminders.TryAsk(Request, At(0));
        _reminders.Forget(Client);

        Assert.True(_reminders.TryAsk(Request, At(1)));
    }

    [Fact]
    public void What_is_not_awaited_any_more_is_dropped()
    {
        _reminders.TryAsk(Request, At(0));
        _reminders.Keep([new RunRequest.Prepare()]);

        Assert.True(_reminders.TryAsk(Request, At(1)));
    }

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);
}
