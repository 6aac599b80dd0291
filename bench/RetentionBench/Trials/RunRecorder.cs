using System.Text.Json;
using FedK8s.Cli.Progress;
using FedK8s.Contracts;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Trials;

/// <summary>Notes what a run's rounds took while it runs: the clients' updates are gone once the next round is open.</summary>
/// <param name="store">The run's folder.</param>
/// <param name="shape">The base model's.</param>
internal sealed class RunRecorder(string store, ModelShape shape) : IProgressView
{
    private readonly SortedDictionary<int, RoundRecord> _rounds = [];
    private readonly Dictionary<ClientId, UpdateRecord> _updates = [];

    /// <summary>Every committed round, in order.</summary>
    public IReadOnlyList<RoundRecord> Rounds => [.. _rounds.Values];

    public void Show(RunProgress before, object @event, RunProgress after, DateTimeOffset now)
    {
        switch (@event)
        {
            case UpdateSubmitted update when Find<UpdateManifest>(update.Manifest.Path) is { } manifest:
                _updates[update.ClientId] = UpdateRecord.Of(manifest, shape);
                break;
            case RoundClosed closed:
                _rounds[closed.Round.Value] = new(
                    closed.Round.Value,
                    Find<CheckpointManifest>(RunPaths.CheckpointManifest(new(closed.Round.Value - 1))) is { } start
                        ? RoundStart.Of(start, shape)
                        : null,
                    [.. closed.Accepted.Select(client => (client, UpdateOf(client)))],
                    after.TrainingTime.TotalSeconds);
                break;
            default:
                break;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The last update of a round may be gone before it is heard of. It has the size of the client's one before.
    private UpdateRecord UpdateOf(ClientId client) =>
        _updates.GetValueOrDefault(client) ?? _updates.Values.First(); // the round's other clients were heard of

    private T? Find<T>(BlobPath path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(store, path.Value)), ContractJson.Options);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
