using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Checkpoints.Cache;
using FedK8s.Core.Determinism;
using FedK8s.Core.Errors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>On a way where everything goes wrong at random, the outcome is the right bytes or a coded error.</summary>
public sealed class DisturbedRunTests(BlobServiceFixture fixture) : BlobServiceTest(fixture)
{
    private const int StepCount = 40;

    public static TheoryData<ulong, double> Ways => new()
    {
        { 1, 0.1 }, { 2, 0.1 }, { 3, 0.3 }, { 4, 0.3 }, { 5, 0.6 }, { 6, 0.9 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Whatever_is_read_was_written_and_whatever_counts_as_written_is_there(ulong seed, double share)
    {
        var random = new SeededRandom(seed);
        var way = new DisturbedTransport(request => Disturb(random, share, request));
        using var cache = new TemporaryFolder();
        var store = Open(
            way,
            Small with { Deadline = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.FromSeconds(8) },
            new LeapingTime(),
            new CacheSettings(cache.Path));
        var known = new Dictionary<BlobPath, Known>();

        for (var step = 0; step < StepCount; step++)
        {
            await StepAsync(store, known, Choose(random, step));
        }

        Assert.NotEmpty(way.Sent);
    }

    private async Task StepAsync(IBlobStore store, Dictionary<BlobPath, Known> known, Step step)
    {
        var before = known.GetValueOrDefault(step.Path) ?? new([], IsAbsentPossible: true);
        try
        {
            if (step.IsWrite)
            {
                var written = await PutAsync(store, step.Bytes, path: step.Path);
                known[step.Path] = new([step.Bytes], IsAbsentPossible: false);
                Assert.Equal(step.Bytes.Length, written.Blob.Length);
                Assert.Equal(step.Bytes, await FetchedAsync(Open(), written.Blob));
            }
            else if (await store.ReadAsync(step.Path, Cancellation) is { } content)
            {
                Assert.Contains(before.Possible, bytes => content.Bytes.Span.SequenceEqual(bytes));
                var fetched = await FetchedAsync(store, content.Blob);
                Assert.Contains(before.Possible, bytes => fetched.AsSpan().SequenceEqual(bytes));
            }
            else
            {
                Assert.True(before.IsAbsentPossible);
            }
        }
        catch (RunFailedException failure) when (failure.Code == ExitCodes.StoreUnavailable)
        {
            // A write that failed may have arrived nevertheless: the old content is there, or the new, whole.
            known[step.Path] = step.IsWrite ? before with { Possible = [.. before.Possible, step.Bytes] } : before;
        }
        catch (InvalidDataException) when (!step.IsWrite)
        {
            // Three damaged readings in a row, and said so.
        }
    }

    private static Step Choose(SeededRandom random, int step)
    {
        int[] lengths = [0, 100, BlockByteCount - 1, BlockByteCount, 3 * BlockByteCount + 9];
        var bytes = Bytes(lengths[random.Next(lengths.Length)], (ulong)step);
        return new(new($"a/{random.Next(4)}"), bytes, IsWrite: random.Next(2) == 0);
    }

    private static Disturbance Disturb(SeededRandom random, double share, SentRequest request)
    {
        lock (random)
        {
            if (random.NextDouble() >= share)
            {
                return Disturbance.None;
            }

            // Only TLS can tell when XML or a header is another: there no bits flip here.
            return random.Next(6) switch
            {
                0 => Disturbance.NotSent,
                1 => Disturbance.Busy,
                2 => Disturbance.AnswerLost,
                3 => Disturbance.AnswerCut,
                4 when request.Name is SentRequest.StageBlock or SentRequest.Put => Disturbance.ContentFlipped,
                5 when request.IsDownload => Disturbance.AnswerFlipped,
                _ => Disturbance.BusyForSevenSeconds,
            };
        }
    }

    private sealed record Step(BlobPath Path, byte[] Bytes, bool IsWrite);

    private sealed record Known(IReadOnlyList<byte[]> Possible, bool IsAbsentPossible);
}
