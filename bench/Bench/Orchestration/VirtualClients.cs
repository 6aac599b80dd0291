using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using MassTransit;

namespace FedK8s.Bench.Orchestration;

/// <summary>
/// Many clients in one process. Each has a store and a disk of its own and asks of the store what a worker asks; only training
/// is left out.
/// </summary>
internal sealed class VirtualClients(ServicePlace place, IReadOnlyList<ClientId> clients, Traffic traffic)
{
    private readonly Dictionary<ClientId, (RunStore Store, int Number)> _clients = clients.Index().ToDictionary(
        client => client.Item, client => (place.With(client.Item.Value).OpenStore(), client.Index));

    private readonly ConcurrentDictionary<int, RoundTimes> _times = [];

    public async Task JoinAsync(IBus bus, CancellationToken cancellationToken)
    {
        foreach (var (client, (store, _)) in _clients)
        {
            var joined = new JoinedClient
            {
                ClientId = client,
                Capability = NullRun.Capability,
                TrainExampleCount = 1,
                TestExampleCount = 0,
            };
            await store.PutOnceAsync(RunPaths.Client(client), joined, cancellationToken);
            await bus.Publish(new ClientJoined(place.RunId, client, joined.Capability, 1, 0), cancellationToken);
        }
    }

    /// <summary>Answers as a worker does that needs no time to train.</summary>
    public async Task TrainAsync(TrainRound command, IBus bus, CancellationToken cancellationToken)
    {
        var times = _times.GetOrAdd(command.Round.Value, _ => new());
        if (times.Ask() == 1)
        {
            traffic.BeginRound();
        }

        var (store, number) = _clients[command.ClientId];
        var path = RunPaths.UpdateManifest(command.Round, command.Attempt, command.ClientId);
        if ((await store.FindAsync<UpdateManifest>(path, cancellationToken))?.Blob is not { } update)
        {
            var beat = new TrainingProgressed(
                command.RunId, command.Round, command.ClientId, command.Attempt, WorkStage.Waiting, 0, 0, null);
            await store.FindStateAsync(cancellationToken);
            var beats = bus.Publish(beat, cancellationToken);
            var checkpoint = await store.ReadAsync<CheckpointManifest>(command.Checkpoint, cancellationToken);
            await store.FetchAsync(checkpoint.Files[0].Blob, cancellationToken);
            beats = Task.WhenAll(beats, bus.Publish(beat with { Stage = WorkStage.Training, Step = 1, Steps = 1 }, cancellationToken));
            beats = Task.WhenAll(beats, bus.Publish(beat with { Stage = WorkStage.Storing, Step = 1, Steps = 1 }, cancellationToken));
            var value = command.Round.Value + ((float)number / clients.Count); // no two updates have the same bytes
            update = await StoreAsync(store, path, command, value, cancellationToken);
            await beats;
        }

        times.Store();
        await bus.Publish(
            new UpdateSubmitted(command.RunId, command.Round, command.ClientId, command.Attempt, update), cancellationToken);
    }

    /// <summary>For each round, in seconds of the machine's clock: when the last client was asked and when it had stored.</summary>
    public IEnumerable<KeyValuePair<string, double>> Times() => _times.SelectMany(round => new KeyValuePair<string, double>[]
    {
        new(AskedAt(round.Key), round.Value.Asked),
        new(StoredAt(round.Key), round.Value.Stored),
    });

    public static string AskedAt(int round) => string.Create(CultureInfo.InvariantCulture, $"asked {round}");

    public static string StoredAt(int round) => string.Create(CultureInfo.InvariantCulture, $"stored {round}");

    private static async Task<BlobReference> StoreAsync(
        RunStore store, BlobPath path, TrainRound command, float value, CancellationToken cancellationToken)
    {
        await store.FindAsync<UpdateManifest>(path, cancellationToken);
        var weights = await NullRun.PutWeightsAsync(
            store, RunPaths.UpdateTensors(command.Round, command.Attempt, command.ClientId), value, cancellationToken);
        var manifest = new UpdateManifest
        {
            Format = UpdateManifest.CurrentFormat,
            RunId = command.RunId,
            Round = command.Round,
            ClientId = command.ClientId,
            Attempt = command.Attempt,
            CheckpointSha256 = command.Checkpoint.Sha256,
            ExampleCount = 1,
            Steps = 1,
            TrainLoss = 0,
            Files = [weights],
        };
        return await store.PutOnceAsync(path, manifest, cancellationToken);
    }

    private sealed class RoundTimes
    {
        private readonly Lock _lock = new();
        private int _asked;

        public double Asked { get; private set; }

        public double Stored { get; private set; }

        public int Ask()
        {
            lock (_lock)
            {
                Asked = Now;
                return ++_asked;
            }
        }

        public void Store()
        {
            lock (_lock)
            {
                Stored = Now;
            }
        }

        private static double Now => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
    }
}
