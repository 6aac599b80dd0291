using System.Collections.Concurrent;

namespace FedK8s.Worker.Training;

/// <summary>Lets a sequence be made on a thread of its own, a little ahead of the thread that uses it.</summary>
internal static class Prefetch
{
    /// <summary>
    /// The same items in the same order. What the source throws, the consumer is thrown in its place. The thread has ended once
    /// the enumeration has, however that came about.
    /// </summary>
    /// <param name="source">Enumerated once, by one thread.</param>
    /// <param name="count">Items that may wait, at least 1.</param>
    /// <param name="cancellationToken">Ends the waiting for an item.</param>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public static IEnumerable<T> Ahead<T>(IEnumerable<T> source, int count, CancellationToken cancellationToken)
    {
        using var stopping = new CancellationTokenSource();
        using var waiting = new BlockingCollection<T>(count);
        var making = Task.Factory.StartNew(
            () => Make(source, waiting, stopping.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            foreach (var item in waiting.GetConsumingEnumerable(cancellationToken))
            {
                yield return item;
            }

            making.GetAwaiter().GetResult(); // throws what the source threw
        }
        finally
        {
            stopping.Cancel();
            ((IAsyncResult)making).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Make<T>(IEnumerable<T> source, BlockingCollection<T> waiting, CancellationToken stopping)
    {
        try
        {
            foreach (var item in source)
            {
                waiting.Add(item, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody wants the rest.
        }
        finally
        {
            waiting.CompleteAdding();
        }
    }
}
