using FedK8s.Aggregator.Aggregation;
using FedK8s.Bench.Harness;

namespace FedK8s.Bench.FedAvg;

/// <summary>The product's average of updates that lie in memory, into memory: arithmetic alone.</summary>
internal static class MemoryContestant
{
    public static void Serve(string[] arguments)
    {
        _ = arguments;
        ClientPair[] updates =
            [.. Enumerable.Range(0, Updates.Count).Select(update => new ClientPair(update, new MemoryUpdate(update)))];
        var result = new byte[Updates.ByteCount + (1 << 16)];
        var length = 0L;
        ContestantLoop.Serve(
            () =>
            {
                using var stream = new MemoryStream(result);
                var average = new StreamingAverage(updates[0].Tensors, updates.Select(pair => Updates.Client(pair.Update, pair.Tensors)));
                average.Write(stream, CancellationToken.None);
                length = stream.Position;
            },
            () => new Dictionary<string, double> { ["checksum"] = Updates.Checksum(result.AsSpan(0, (int)length)) });
    }

    private readonly record struct ClientPair(int Update, MemoryUpdate Tensors);
}
