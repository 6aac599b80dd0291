using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Checkpoints;

public sealed class RunStoreTests : IDisposable
{
    private static readonly BlobReference Manifest = new(RunPaths.CheckpointManifest(new(0)), 2, new string('0', 64));

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Before_the_first_commit_there_is_no_state() =>
        Assert.Null(await Open().FindStateAsync(Cancellation));

    [Fact]
    public async Task A_commit_is_the_state_that_the_next_process_finds()
    {
        var committed = await Open().TryCommitAsync(null, State(1), Cancellation);

        Assert.Equal(committed, await Open().FindStateAsync(Cancellation));
    }

    [Fact]
    public async Task Commits_follow_one_another()
    {
        var store = Open();
        var first = await store.TryCommitAsync(null, State(1), Cancellation);
        await store.TryCommitAsync(first, State(2), Cancellation);

        Assert.Equal(2, (await store.FindStateAsync(Cancellation))!.Value.Generation);
    }

    [Fact]
    public async Task Whoever_saw_an_older_state_does_not_commit()
    {
        var store = Open();
        var first = await store.TryCommitAsync(null, State(1), Cancellation);
        await store.TryCommitAsync(first, State(2), Cancellation);

        Assert.Null(await store.TryCommitAsync(first, State(2) with { AbandonedAttempts = 1 }, Cancellation));
    }

    [Fact]
    public async Task Whoever_saw_no_state_does_not_commit_over_one()
    {
        await Open().TryCommitAsync(null, State(1), Cancellation);

        Assert.Null(await Open().TryCommitAsync(null, State(1), Cancellation));
    }

    [Fact]
    public async Task A_generation_that_does_not_follow_on_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Open().TryCommitAsync(null, State(2), Cancellation));

    [Fact]
    public async Task Of_aggregators_that_race_through_many_commits_each_generation_has_one_winner()
    {
        const int generations = 20;
        var wins = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => RaceAsync(generations), Cancellation)));

        var expected = Enumerable.Range(1, generations).Select(generation => (long)generation);
        Assert.Equal(expected, wins.SelectMany(won => won).Order());
    }

    [Fact]
    public async Task A_document_put_twice_stays_the_first()
    {
        var (store, path) = (Open(), RunPaths.Client(new("a")));
        var first = await store.PutOnceAsync(path, Client(examples: 1), Cancellation);

        Assert.Equal(first, await store.PutOnceAsync(path, Client(examples: 2), Cancellation));
    }

    [Fact]
    public async Task A_document_is_read_by_its_reference()
    {
        var store = Open();
        var reference = await store.PutOnceAsync(RunPaths.Client(new("a")), Client(examples: 7), Cancellation);

        Assert.Equal(7, (await store.ReadAsync<JoinedClient>(reference, Cancellation)).TrainExampleCount);
    }

    [Fact]
    public async Task A_document_that_was_changed_is_not_read()
    {
        var store = Open();
        var reference = await store.PutOnceAsync(RunPaths.Client(new("a")), Client(examples: 7), Cancellation);
        var file = _folder["clients", "a.json"];
        File.WriteAllText(file, File.ReadAllText(file).Replace("7", "8", StringComparison.Ordinal));

        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync<JoinedClient>(reference, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task A_document_that_does_not_parse_is_named(string text)
    {
        File.WriteAllText(_folder["state.json"], text);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Open().FindStateAsync(Cancellation));

        Assert.Contains("state.json", failure.Message, StringComparison.Ordinal);
    }

    private async Task<List<long>> RaceAsync(int generations)
    {
        var store = Open();
        var won = new List<long>();
        while (true)
        {
            var current = await store.FindStateAsync(Cancellation);
            var next = (current?.Value.Generation ?? 0) + 1;
            if (next > generations)
            {
                return won;
            }

            if (await store.TryCommitAsync(current, State(next), Cancellation) is not null)
            {
                won.Add(next);
            }
        }
    }

    private RunStore Open() => new(FolderBlobStore.Open(_folder.Path));

    private static RunState State(long generation) => new()
    {
        RunId = new("run"),
        Generation = generation,
        Committed = new(0),
        Checkpoint = Manifest,
        Phase = RunPhase.Running,
        AbandonedAttempts = 0,
    };

    private static JoinedClient Client(long examples) => new()
    {
        ClientId = new("a"),
        Capability = new Capability { Device = "cpu", MemoryBytes = 1, UsesBFloat16 = false },
        TrainExampleCount = examples,
        TestExampleCount = 0,
    };
}
