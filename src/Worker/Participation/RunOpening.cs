using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Hardware;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Resumption;
using FedK8s.Worker.Training;
using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Participation;

/// <summary>
/// Reads what a run needs of this process: the base model once, every client's data, every evaluation task. In a service a
/// client whose own data is bad is lost, and the others go on.
/// </summary>
internal sealed partial class RunOpening(
    WorkerSettings settings,
    RunStore store,
    TrainingLanes lanes,
    ClientStates states,
    Failures failures,
    TimeProvider time,
    ILogger<RunOpening> logger)
{
    /// <summary>The run with everything read that this process needs.</summary>
    /// <exception cref="RunFailedException">The first problem found, with its code.</exception>
    public async Task<JoinedRun> OpenAsync(FederatedRunSpec spec, CancellationToken cancellationToken)
    {
        var model = RunModel.Open(spec, settings.Device);
        await RequireRevisionAsync(model, cancellationToken);
        using var lane = await lanes.TakeAsync(model, cancellationToken);
        var rules = await lane.RunAsync(model.ReadingRules, cancellationToken);
        BlasCheck.Warn(logger);
        var clients = await OpenClientsAsync(spec, rules, cancellationToken);
        await RatePositionsAsync(model, clients, lane, cancellationToken);
        var run = new JoinedRun
        {
            RunId = settings.RunId,
            Model = model,
            Clients = clients,
            Expandable = await lane.RunAsync(tuned => ModelSizes.Find(spec, tuned), cancellationToken),
            LabelCount = rules.Labels?.Count ?? 0,
            Tasks = await OpenAsync(settings.Evaluates ? spec.Evaluation.Tasks : [], rules),
            Capability = clients.Count == 0 ? null : await MeasureAsync(model, clients[0], lane, cancellationToken),
        };
        TellOfCutExamples(run, rules.MaxSequenceLength);
        return run;
    }

    private async Task<IReadOnlyList<ClientSession>> OpenClientsAsync(
        FederatedRunSpec spec, ReadingRules rules, CancellationToken cancellationToken)
    {
        var opened = await EachAsync(PlayedClients(spec), Open);
        foreach (var (_, failure) in opened)
        {
            if (failure is not null)
            {
                LogNotOpened(settings.RunId, failure.ClientId, failure.Code, failure.Message);
                await failures.TellAsync(failure, cancellationToken);
            }
        }

        return [.. opened.Select(client => client.Session).OfType<ClientSession>()];

        (ClientSession? Session, ClientFailed? Failure) Open(ClientSpec client)
        {
            var id = new ClientId(client.Name);
            try
            {
                return (ClientSession.Open(client, spec.LocalTraining.Seed, rules, states.Of(id)), null);
            }
            catch (Exception exception) when (settings.IsService && FailureReport.Of(exception, settings.RunId, id) is not null)
            {
                return (null, FailureReport.Of(exception, settings.RunId, id));
            }
        }
    }

    private static async Task RatePositionsAsync(
        RunModel model, IReadOnlyList<ClientSession> clients, TrainingLane lane, CancellationToken cancellationToken)
    {
        if (model.Spec.Method.BlockExpansion is not { Blocks.Positions: BlockPositions.Importance } expansion)
        {
            return;
        }

        foreach (var client in clients)
        {
            client.PositionImportance = await lane.RunAsync(
                tuned => PositionProbe.Measure(
                    tuned, ((IPlacedMethod)tuned.Method).Positions(tuned.Model), client.TaskOf(new(1), model), expansion.Importance),
                cancellationToken);
        }
    }

    // The clients of a process share its device, its way to the store and the spec's batch: what one can do, all can.
    private async Task<Capability> MeasureAsync(
        RunModel model, ClientSession client, TrainingLane lane, CancellationToken cancellationToken)
    {
        var capability = CapabilityProbe.Measure(model.Device, model.ComputeType);
        if (!settings.IsService)
        {
            return capability; // under fedk8s run nobody asks for more, and it would take its time
        }

        if (await lane.RunAsync(tuned => SpeedProbe.Measure(tuned, client.TaskOf(new(1), model), time), cancellationToken) is { } speed)
        {
            LogSpeed(settings.RunId, speed.Step, speed.BlockForward, speed.BlockBackward);
            capability = capability with
            {
                StepSeconds = speed.Step,
                BlockForwardSeconds = speed.BlockForward,
                BlockBackwardSeconds = speed.BlockBackward,
            };
        }

        return model.Spec.Method.BlockExpansion is null ? capability : await MeasureTransferAsync(capability, client, cancellationToken);
    }

    private async Task<Capability> MeasureTransferAsync(
        Capability capability, ClientSession client, CancellationToken cancellationToken)
    {
        var speed = await store.MeasureSpeedAsync(RunPaths.Probe(client.ClientId), time, cancellationToken);
        LogTransfer(settings.RunId, Text(speed.UploadBytesPerSecond), Text(speed.DownloadBytesPerSecond));
        return capability with
        {
            UploadBytesPerSecond = speed.UploadBytesPerSecond,
            DownloadBytesPerSecond = speed.DownloadBytesPerSecond,
        };

        static string Text(double? bytes) =>
            bytes is { } found ? FormattableString.Invariant($"{found * 8 / 1e6:0.#} Mbit/s") : "no limit to be seen";
    }

    // On a test split that came out empty there is nothing to measure.
    private async Task<IReadOnlyList<EvaluationSet>> OpenAsync(IEnumerable<EvaluationTaskSpec> tasks, ReadingRules rules) =>
        [.. (await EachAsync(tasks, task => Open(task, rules))).Where(set => set.Examples.Count > 0)];

    // Files side by side, on all processors. Where several are bad, the first of them is told of, however fast the others are.
    private static async Task<T[]> EachAsync<TSpec, T>(IEnumerable<TSpec> specs, Func<TSpec, T> read)
    {
        TSpec[] all = [.. specs];
        return await Task.WhenAll(all.Select(spec => Task.Run(() => read(spec))));
    }

    // Hashing a large model takes a while, so it is done only where the manifest names a revision.
    private static async Task RequireRevisionAsync(RunModel model, CancellationToken cancellationToken)
    {
        if (model.Spec.Model.Revision is { } revision)
        {
            var found = await BaseModelHash.OfAsync(model.Folder, cancellationToken);
            BaseModelHash.Require(model.Folder, found, revision);
        }
    }

    private IEnumerable<ClientSpec> PlayedClients(FederatedRunSpec spec) => settings.Clients
        .OrderBy(client => client.Value, StringComparer.Ordinal)
        .Select(played => spec.Clients.FirstOrDefault(client => client.Name == played.Value)
            ?? throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"Client {played} is not among spec.clients of run {settings.RunId}: add it there or start the "
                + "worker for another."));

    private EvaluationSet Open(EvaluationTaskSpec task, ReadingRules rules)
    {
        var set = ExampleSet.Load(DataFile.Find(task.Data.StorageUri, task.Data.Format), rules);
        if (set.CutCount > 0)
        {
            LogCutTask(settings.RunId, set.CutCount, task.Name, rules.MaxSequenceLength);
        }

        return new(task.Name, set.Examples, set.HasCompletions);
    }

    private void TellOfCutExamples(JoinedRun run, int maxSequenceLength)
    {
        foreach (var client in run.Clients.Where(client => client.CutCount > 0))
        {
            LogCutExamples(run.RunId, client.ClientId, client.CutCount, maxSequenceLength);
        }
    }

    [LoggerMessage(3104, LogLevel.Error, "Run {RunId}: client {ClientId} cannot join: {Code} {Why}")]
    private partial void LogNotOpened(RunId runId, ClientId? clientId, string code, string why);

    [LoggerMessage(3105, LogLevel.Information,
        "Run {RunId}: a step takes about {Step} s here, a block {Forward} s forward and {Backward} s backward")]
    private partial void LogSpeed(RunId runId, double step, double forward, double backward);

    [LoggerMessage(3106, LogLevel.Information, "Run {RunId}: to the store {Upload}, from it {Download}")]
    private partial void LogTransfer(RunId runId, string upload, string download);

    [LoggerMessage(3102, LogLevel.Warning,
        "Run {RunId}: {CutCount} examples of client {ClientId} were cut to {MaxSequenceLength} tokens")]
    private partial void LogCutExamples(RunId runId, ClientId clientId, int cutCount, int maxSequenceLength);

    [LoggerMessage(3103, LogLevel.Warning,
        "Run {RunId}: {CutCount} examples of evaluation task {Task} were cut to {MaxSequenceLength} tokens")]
    private partial void LogCutTask(RunId runId, int cutCount, string task, int maxSequenceLength);
}
