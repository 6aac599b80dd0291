using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Runs;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>
/// Every worker of a run, and the bus between: a command is carried out before it returns, and the answer is told at once.
/// Workers write to the store itself, whatever befalls the aggregator.
/// </summary>
internal sealed class FakeWorkers(IBlobStore blobs) : IRunMessages
{
    private readonly RunStore _store = new(blobs);
    private Task _answered = Task.CompletedTask;

    /// <summary>Every message that was published or sent, in order.</summary>
    public List<object> Messages { get; } = [];

    /// <summary>The aggregator that hears; null while none runs.</summary>
    public Hints? Hints { get; set; }

    /// <summary>Which messages, of either direction, never arrive.</summary>
    public Predicate<object> Loses { get; set; } = _ => false;

    /// <summary>How often each message arrives.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>What a client makes of a weight; by default something that depends on who it is, and on the round.</summary>
    public Func<TrainRound, float, float> Train { get; set; } = (command, weight) =>
        (weight * 0.75f) + ((command.ClientId.Value[^1] - 'a' + 1) * 0.1f) + (command.Round.Value * 0.01f);

    /// <summary>Something else to do instead of training; returns whether it did.</summary>
    public Func<TrainRound, bool> Instead { get; set; } = _ => false;

    /// <summary>What the evaluator measures of a round's checkpoint.</summary>
    public Func<RoundNumber, IEnumerable<TaskScore>> Scores { get; set; } = _ => [];

    /// <summary>How many examples a client's test split has.</summary>
    public Func<ClientId, long> TestExamples { get; set; } = _ => 0;

    public IEnumerable<T> Heard<T>() => Messages.OfType<T>();

    /// <summary>Passes an event to the aggregator, as the bus would.</summary>
    public void Tell(object @event)
    {
        if (!Loses(@event))
        {
            for (var copy = 0; copy < Copies; copy++)
            {
                Hints?.Tell(@event);
            }
        }
    }

    public async Task JoinAsync(params IEnumerable<ClientId> clients)
    {
        foreach (var client in clients)
        {
            var joined = new JoinedClient
            {
                ClientId = client,
                Capability = new() { Device = "cpu", MemoryBytes = 1, UsesBFloat16 = false },
                TrainExampleCount = 10,
                TestExampleCount = TestExamples(client),
            };
            await _store.PutOnceAsync(RunPaths.Client(client), joined, CancellationToken.None);
            Tell(new ClientJoined(RunFixture.Run1, client, joined.Capability, 10, joined.TestExampleCount));
        }
    }

    public Task PublishAsync<TEvent>(TEvent @event, CancellationToken cancellationToken)
        where TEvent : class
    {
        Messages.Add(@event);
        return Task.CompletedTask;
    }

    // One after another, however the aggregator asks.
    public Task SendAsync<TCommand>(string queue, TCommand command, CancellationToken cancellationToken)
        where TCommand : class =>
        _answered = AnswerAfterAsync(_answered, command);

    /// <summary>Writes an update as a client does, and returns its manifest's reference.</summary>
    public async Task<BlobReference> WriteUpdateAsync(TrainRound command)
    {
        var checkpoint = await _store.ReadAsync<CheckpointManifest>(command.Checkpoint, CancellationToken.None);
        using var start = SafetensorsFile.Open(await _store.FetchAsync(checkpoint.Files[0].Blob, CancellationToken.None));
        var file = await WriteTensorsAsync(
            RunPaths.UpdateTensors(command.Round, command.Attempt, command.ClientId),
            start.Entries,
            entry => [.. Floats(start, entry).Select(weight => Train(command, weight))]);
        var manifest = new UpdateManifest
        {
            Format = UpdateManifest.CurrentFormat,
            RunId = command.RunId,
            Round = command.Round,
            ClientId = command.ClientId,
            Attempt = command.Attempt,
            CheckpointSha256 = command.Checkpoint.Sha256,
            ExampleCount = 10 * (command.ClientId.Value[^1] - 'a' + 1),
            Steps = 1,
            TrainLoss = 1,
            Files = [file],
        };
        return await _store.PutOnceAsync(
            RunPaths.UpdateManifest(command.Round, command.Attempt, command.ClientId), manifest, CancellationToken.None);
    }

    /// <summary>Carries a command out and returns the events that tell of it.</summary>
    public async Task<object[]> AnswerAsync(object command) => command switch
    {
        PrepareCheckpoint prepare => [new CheckpointPrepared(prepare.RunId, await PrepareAsync())],
        TrainRound train when await HasEndedAsync(train) || Instead(train) => [],
        TrainRound train =>
        [
            new UpdateSubmitted(train.RunId, train.Round, train.ClientId, train.Attempt, await WriteUpdateAsync(train)),
        ],
        EvaluateTestSplit evaluate =>
        [
            new TestSplitEvaluated(evaluate.RunId, evaluate.Round, evaluate.ClientId, await EvaluateSplitAsync(evaluate)),
        ],
        EvaluateCheckpoint evaluate =>
        [
            new CheckpointEvaluated(evaluate.RunId, evaluate.Round, await EvaluateAsync(evaluate)),
        ],
        _ => [],
    };

    private async Task AnswerAfterAsync(Task previous, object command)
    {
        await previous;
        Messages.Add(command);
        for (var copy = 0; copy < Copies && !Loses(command); copy++)
        {
            foreach (var answer in await AnswerAsync(command))
            {
                Tell(answer);
            }
        }
    }

    private async Task<bool> HasEndedAsync(TrainRound train) =>
        (await _store.FindStateAsync(CancellationToken.None))?.Value.HasEnded(train.Round, train.Attempt) == true;

    private async Task<BlobReference> PrepareAsync()
    {
        TensorEntry[] entries =
        [
            new("bias", TensorType.F32, [3], 0), new("empty", TensorType.F32, [0], 0), new("weight", TensorType.BF16, [2, 2], 0),
        ];
        var file = await WriteTensorsAsync(
            RunPaths.CheckpointTensors(RoundNumber.Start), entries, entry => new float[entry.Shape.ElementCount]);
        var manifest = new CheckpointManifest
        {
            Format = CheckpointManifest.CurrentFormat,
            RunId = RunFixture.Run1,
            Round = RoundNumber.Start,
            Method = "full",
            BaseModelSha256 = new string('b', 64),
            Seed = 42,
            Files = [file],
            Contributions = [],
        };
        return await _store.PutOnceAsync(RunPaths.CheckpointManifest(RoundNumber.Start), manifest, CancellationToken.None);
    }

    private Task<BlobReference> EvaluateAsync(EvaluateCheckpoint command)
    {
        var report = new EvaluationReport
        {
            RunId = command.RunId,
            Round = command.Round,
            CheckpointSha256 = command.Checkpoint.Sha256,
            Tasks = [.. Scores(command.Round)],
        };
        return _store.PutOnceAsync(RunPaths.Evaluation(command.Round), report, CancellationToken.None);
    }

    private Task<BlobReference> EvaluateSplitAsync(EvaluateTestSplit command)
    {
        var report = new TestSplitReport
        {
            RunId = command.RunId,
            Round = command.Round,
            ClientId = command.ClientId,
            CheckpointSha256 = command.Checkpoint.Sha256,
            Score = new(command.ClientId.Value, 5, 1, 0.5),
        };
        return _store.PutOnceAsync(RunPaths.TestSplit(command.Round, command.ClientId), report, CancellationToken.None);
    }

    private async Task<TensorFile> WriteTensorsAsync(
        BlobPath path, IEnumerable<TensorEntry> entries, Func<TensorEntry, float[]> valuesOf)
    {
        var declarations = entries.Select(entry => entry.Declaration).ToArray();
        var blob = await _store.PutTensorsAsync(
            path,
            (stream, _) =>
            {
                var writer = new SafetensorsWriter(stream, declarations);
                foreach (var entry in writer.Entries)
                {
                    writer.WriteFloats(entry, valuesOf(entries.First(source => source.Name == entry.Name)));
                }

                writer.Complete();
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return new TensorFile(
            blob, [.. declarations.Select(tensor => new TensorDescription(tensor.Name, tensor.Type.FormatName(), [.. tensor.Shape]))]);
    }

    private static float[] Floats(SafetensorsFile file, TensorEntry entry)
    {
        var values = new float[entry.Shape.ElementCount];
        file.ReadFloats(entry, 0, values);
        return values;
    }
}
