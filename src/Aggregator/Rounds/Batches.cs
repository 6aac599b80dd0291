namespace FedK8s.Aggregator.Rounds;

/// <summary>Store operations that do not wait for one another, a bounded number at a time.</summary>
internal static class Batches
{
    private const int Size = 16;

    /// <summary>The results, in the order of the items; the first failure is thrown when its batch is done.</summary>
    public static async Task<IReadOnlyList<TResult>> SelectAsync<T, TResult>(IEnumerable<T> items, Func<T, Task<TResult>> select)
    {
        var results = new List<TResult>();
        foreach (var batch in items.Chunk(Size))
        {
            results.AddRange(await Task.WhenAll(batch.Select(select)));
        }

        return results;
    }

    /// <summary>Does something for each item, and ends when all is done.</summary>
    public static async Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task> action)
    {
        foreach (var batch in items.Chunk(Size))
        {
            await Task.WhenAll(batch.Select(action));
        }
    }
}
