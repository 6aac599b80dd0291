using FedK8s.Aggregator.Aggregation;
using FedK8s.Bench.Harness;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.FedAvg;

/// <summary>The product's average from files into the run's store: mapped reads, SHA-256 of the result, flush to the device.</summary>
internal static class FileContestant
{
    private static readonly BlobPath Result = new("checkpoints/1/weights.safetensors");

    public static void Serve(string[] arguments)
    {
        var folder = arguments[0];
        var store = new RunStore(FolderBlobStore.Open(Path.Combine(folder, "store")));
        ContestantLoop.Serve(
            () => AverageAsync(folder, store).GetAwaiter().GetResult(),
            () => new Dictionary<string, double>
            {
                ["checksum"] = Updates.Checksum(File.ReadAllBytes(Path.Combine(folder, "store", Result.Value))),
            });
    }

    private static async Task AverageAsync(string folder, RunStore store)
    {
        SafetensorsFile[] files =
            [.. Enumerable.Range(0, Updates.Count).Select(update => SafetensorsFile.Open(Updates.File(folder, update)))];
        try
        {
            var average = new StreamingAverage(files[0], files.Select((file, update) => Updates.Client(update, file)));
            await store.PutTensorsAsync(
                Result,
                (stream, cancellation) =>
                {
                    average.Write(stream, cancellation);
                    return Task.CompletedTask;
                },
                CancellationToken.None);
        }
        finally
        {
            foreach (var file in files)
            {
                file.Dispose();
            }
        }
    }
}
