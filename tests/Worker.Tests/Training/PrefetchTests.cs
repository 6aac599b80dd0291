using FedK8s.Worker.Training;

namespace FedK8s.Worker.Tests.Training;

public sealed class PrefetchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Every_item_comes_once_and_in_order(int count) =>
        Assert.Equal(Enumerable.Range(0, count), Prefetch.Ahead(Enumerable.Range(0, count), 2, Cancellation));

    [Fact]
    public void No_more_items_are_made_than_may_wait()
    {
        var made = 0;
        using var consumer = Prefetch.Ahead(Counted(), 2, Cancellation).GetEnumerator();

        for (var used = 1; used <= 50; used++)
        {
            consumer.MoveNext();
            Assert.InRange(Volatile.Read(ref made), used, used + 3); // two wait, one is in the maker's hand
        }

        IEnumerable<int> Counted()
        {
            while (true)
            {
                yield return Interlocked.Increment(ref made);
            }
        }
    }

    [Fact]
    public void What_the_source_throws_comes_after_the_items_before_it()
    {
        var used = new List<int>();

        var thrown = Assert.Throws<InvalidDataException>(() => used.AddRange(Prefetch.Ahead(Failing(), 1, Cancellation)));

        Assert.Equal("third", thrown.Message);

        static IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new InvalidDataException("third");
        }
    }

    [Fact]
    public void Whoever_stops_early_leaves_no_maker_behind()
    {
        var hasEnded = false;

        foreach (var _ in Prefetch.Ahead(Endless(), 2, Cancellation))
        {
            break;
        }

        Assert.True(hasEnded);

        IEnumerable<int> Endless()
        {
            try
            {
                while (true)
                {
                    yield return 0;
                }
            }
            finally
            {
                hasEnded = true;
            }
        }
    }

    [Fact]
    public void Waiting_for_a_slow_source_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        using var isAsked = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var canceller = new Thread(() =>
        {
            isAsked.Wait();
            stop.Cancel();
            mayGoOn.Set();
        });
        canceller.Start();

        Assert.Throws<OperationCanceledException>(() => Prefetch.Ahead(Slow(), 1, stop.Token).Count());

        canceller.Join();

        IEnumerable<int> Slow()
        {
            isAsked.Set();
            mayGoOn.Wait();
            yield return 0;
        }
    }
}
