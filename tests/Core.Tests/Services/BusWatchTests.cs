using FedK8s.Core.Errors;
using FedK8s.Core.Services;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Services;

public sealed class BusWatchTests
{
    private readonly LeapingTime _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bus_that_stays_away_from_a_broker_that_is_there_ends_the_process()
    {
        var from = _clock.GetUtcNow();

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => new BusWatch(() => false, _ => Task.FromResult(true), _clock).WatchAsync(Cancellation));

        Assert.Equal("FK9013", failure.Code.Code);
        Assert.True(failure.Code.IsRetriable);
        Assert.Equal(BusWatch.MostBadLooks * BusWatch.Interval, _clock.GetUtcNow() - from);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_bus_that_was_back_or_a_broker_that_was_away_has_all_the_time_again(bool isConnected, bool isBrokerThere)
    {
        var from = _clock.GetUtcNow();
        bool IsGood() => _clock.GetUtcNow() - from == (BusWatch.MostBadLooks - 1) * BusWatch.Interval;

        await Assert.ThrowsAsync<RunFailedException>(() => new BusWatch(
            () => IsGood() && isConnected, _ => Task.FromResult(!IsGood() || isBrokerThere), _clock).WatchAsync(Cancellation));

        Assert.Equal((2 * BusWatch.MostBadLooks - 1) * BusWatch.Interval, _clock.GetUtcNow() - from);
    }

    [Fact]
    public async Task A_bus_that_is_back_as_soon_as_the_broker_is_asked_is_well()
    {
        using var stop = new CancellationTokenSource();
        var looks = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BusWatch(
            () => ++looks % 2 == 0,
            async _ =>
            {
                await (looks > 4 * BusWatch.MostBadLooks ? stop.CancelAsync() : Task.CompletedTask);
                return true;
            },
            _clock).WatchAsync(stop.Token));
    }
}
