using System.Net;
using FedK8s.Chaos.Blobs;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Determinism;

namespace FedK8s.Chaos.Tests.Blobs;

/// <summary>The proxy strikes at the step it is told, and what it leaves alone arrives as it was sent.</summary>
public sealed class BlobProxyTests(BlobServiceFixture fixture) : IAsyncLifetime
{
    private const int SeveralBlocks = 9 << 20; // a block of the store is 8 MiB

    private static readonly BlobPath Weights = new("rounds/000001/attempt-1/updates/site-a/weights.safetensors");
    private static readonly BlobPath Manifest = new("rounds/000001/attempt-1/updates/site-a/manifest.json");

    private ProxiedStore _store = null!; // InitializeAsync sets it

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await ProxiedStore.OpenAsync(await fixture.StartAsync(), Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(SeveralBlocks)]
    public async Task What_is_left_alone_arrives_as_it_was_sent(int count)
    {
        var bytes = Bytes(count);

        var written = await PutAsync(Weights, bytes);

        Assert.Equal(bytes, await FetchedAsync(written.Blob));
        Assert.Equal(
            count > 8 << 20,
            _store.Proxy.Requests.Any(BlobPoints.StageUpdate.IsAt) && _store.Proxy.Requests.Any(BlobPoints.CommitUpdate.IsAt));
    }

    public static TheoryData<string> Passing => ["503", "429", "500", "broken-request", "broken-answer", "lost-answer"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task The_store_gets_over_each_disturbance_of_a_conditional_write(string name)
    {
        var rule = Rule(BlobPoints.UpdateManifest, Disturbances(name));
        _store.Proxy.Add(rule);

        await PutAsync(Manifest, Bytes(2000), PutCondition.IfAbsent);

        Assert.True(rule.HasFired);
        Assert.Equal(Bytes(2000), (await _store.Blobs.ReadAsync(Manifest, Cancellation))?.Bytes.ToArray());
        Assert.True(_store.Proxy.Requests.Count(BlobPoints.UpdateManifest.IsAt) > 1);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task The_store_gets_over_each_disturbance_of_a_block(string name)
    {
        var rules = new[] { Rule(BlobPoints.StageUpdate, Disturbances(name)), Rule(BlobPoints.CommitUpdate, Disturbances(name)) };
        Array.ForEach(rules, _store.Proxy.Add);

        var written = await PutAsync(Weights, Bytes(SeveralBlocks));

        Assert.All(rules, rule => Assert.True(rule.HasFired));
        Assert.Equal(Bytes(SeveralBlocks), await FetchedAsync(written.Blob));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task The_store_gets_over_each_disturbance_of_a_download(string name)
    {
        var written = await PutAsync(Weights, Bytes(SeveralBlocks));
        var rule = Rule(BlobPoints.FetchUpdate, Disturbances(name));
        _store.Proxy.Add(rule);

        Assert.Equal(Bytes(SeveralBlocks), await FetchedAsync(written.Blob));
        Assert.True(rule.HasFired);
    }

    [Fact]
    public async Task Before_means_that_the_service_has_not_been_asked_yet_and_after_that_it_has_done_it()
    {
        var seen = new List<bool>();
        async Task LookAsync() => seen.Add(await _store.Direct.ReadAsync(Manifest, Cancellation) is not null);
        _store.Proxy.Add(Rule(BlobPoints.UpdateManifest, new Disturbance.Before(LookAsync, PassesOn: true)));
        _store.Proxy.Add(new(BlobPoints.UpdateManifest.IsAt, first: 2, count: 1, new Disturbance.After(LookAsync)));

        await PutAsync(Manifest, Bytes(10));
        await PutAsync(Manifest, Bytes(10));

        Assert.Equal([false, true], seen);
    }

    [Fact]
    public async Task A_rule_counts_only_requests_at_its_step()
    {
        var rule = new BlobRule(BlobPoints.UpdateManifest.IsAt, first: 2, count: 1, new Disturbance.LostAnswer());
        _store.Proxy.Add(rule);

        await PutAsync(Weights, Bytes(10));
        await PutAsync(Manifest, Bytes(10));
        Assert.False(rule.HasFired);

        await PutAsync(Manifest, Bytes(10));
        Assert.True(rule.HasFired);
    }

    private static Disturbance Disturbances(string name) => name switch
    {
        "503" => new Disturbance.Answer(HttpStatusCode.ServiceUnavailable),
        "429" => new Disturbance.Answer(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)),
        "500" => new Disturbance.Answer(HttpStatusCode.InternalServerError),
        "broken-request" => new Disturbance.BrokenRequest(),
        "broken-answer" => new Disturbance.BrokenAnswer(),
        _ => new Disturbance.LostAnswer(),
    };

    private static BlobRule Rule(BlobPoint point, Disturbance disturbance) => new(point.IsAt, first: 1, count: 1, disturbance);

    private static byte[] Bytes(int count)
    {
        var random = new SeededRandom(1);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextBits())];
    }

    private async Task<PutResult.Written> PutAsync(BlobPath path, byte[] bytes, PutCondition? condition = null) =>
        Assert.IsType<PutResult.Written>(await _store.Blobs.PutAsync(
            path,
            async (stream, cancellation) => await stream.WriteAsync(bytes, cancellation),
            condition ?? PutCondition.Always,
            Cancellation));

    private async Task<byte[]> FetchedAsync(BlobReference reference) =>
        await File.ReadAllBytesAsync(await _store.Blobs.FetchAsync(reference, Cancellation), Cancellation);
}
