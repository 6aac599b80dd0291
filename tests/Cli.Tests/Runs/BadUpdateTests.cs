using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Cli.Tests.Runs;

/// <summary>An update that lies in the store when a run goes on is announced again, and judged like any other.</summary>
public sealed class BadUpdateTests
{
    [Fact]
    public async Task An_update_with_a_NaN_is_rejected_and_the_run_goes_on_without_it()
    {
        using var tiny = new TinyRun();
        await StopAfterRound1Async(tiny);
        PlaceUpdate(tiny, "site-a", WithNaN);

        var result = await tiny.RunAsync();

        Assert.Contains("site-a's update is left out (Rejected, NonFiniteValues)", result.Output, StringComparison.Ordinal);
        Assert.Equal((0, "", 3), (result.Exit, result.Error, tiny.State().Committed.Value));
    }

    [Fact]
    public async Task An_update_that_was_cut_short_is_rejected_and_the_run_goes_on_without_it()
    {
        using var tiny = new TinyRun();
        await StopAfterRound1Async(tiny);
        PlaceUpdate(tiny, "site-a", weights => weights[..^4]);

        var result = await tiny.RunAsync();

        Assert.Contains("site-a's update is left out (Rejected, Unreadable)", result.Output, StringComparison.Ordinal);
        Assert.Equal((0, "", 3), (result.Exit, result.Error, tiny.State().Committed.Value));
    }

    [Fact]
    public async Task A_round_whose_every_update_has_a_NaN_is_tried_again()
    {
        using var tiny = new TinyRun();
        await StopAfterRound1Async(tiny);
        PlaceUpdate(tiny, "site-a", WithNaN);
        PlaceUpdate(tiny, "site-b", WithNaN);

        var result = await tiny.RunAsync();

        Assert.Contains("abandoned: 0 updates accepted, 1 wanted, 2 rejected", result.Output, StringComparison.Ordinal);
        Assert.Equal((0, 3), (result.Exit, tiny.State().Committed.Value));
    }

    // How far the next round had come depends on the moment; an update that was stored by then is written over.
    private static async Task StopAfterRound1Async(TinyRun tiny)
    {
        await tiny.RunUntilAsync("round 1/3 committed");
        Assert.InRange(tiny.State().Committed.Value, 1, 2);
    }

    private static byte[] WithNaN(byte[] weights)
    {
        BinaryPrimitives.WriteSingleLittleEndian(weights.AsSpan(weights.Length - sizeof(float)), float.NaN);
        return weights;
    }

    // The last checkpoint's own weights, changed, under a manifest that is right in every other way.
    private static void PlaceUpdate(TinyRun tiny, string site, Func<byte[], byte[]> change)
    {
        var state = tiny.State();
        var round = state.Committed.Next;
        var client = new ClientId(site);
        var checkpoint = JsonSerializer.Deserialize<CheckpointManifest>(
            File.ReadAllText(Path.Combine(tiny.Store, state.Checkpoint.Path.Value)), ContractJson.Options)!;
        var weights = change(tiny.Weights(state.Committed.Value));
        var path = RunPaths.UpdateTensors(round, 1, client);
        var update = new UpdateManifest
        {
            Format = UpdateManifest.CurrentFormat,
            RunId = state.RunId,
            Round = round,
            ClientId = client,
            Attempt = 1,
            CheckpointSha256 = state.Checkpoint.Sha256,
            ExampleCount = 8,
            Steps = 4,
            TrainLoss = 1,
            Files =
            [
                checkpoint.Files[0] with
                {
                    Blob = new BlobReference(path, weights.Length, Convert.ToHexStringLower(SHA256.HashData(weights))),
                },
            ],
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(tiny.Store, path.Value))!);
        File.WriteAllBytes(Path.Combine(tiny.Store, path.Value), weights);
        File.WriteAllText(
            Path.Combine(tiny.Store, RunPaths.UpdateManifest(round, 1, client).Value),
            JsonSerializer.Serialize(update, ContractJson.Options));
    }
}
