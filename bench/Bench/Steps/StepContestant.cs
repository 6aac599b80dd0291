using System.Globalization;
using FedK8s.Bench.Harness;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Worker.Data;
using FedK8s.Worker.Hardware;
using FedK8s.Worker.Network;
using FedK8s.Worker.Training;

namespace FedK8s.Bench.Steps;

/// <summary>The product's local training, as a client runs it in a round: optimiser, batches, clipping, steps, last checks.</summary>
internal static class StepContestant
{
    // The Python contestant reads the same variable.
    private static readonly bool IsOnGpu = Environment.GetEnvironmentVariable("BENCH_DEVICE") == "cuda";

    public static void Serve(string[] arguments)
    {
        var (folder, method) = (arguments[0], arguments[1]);
        var (rows, length, steps) = (Number(arguments[2]), Number(arguments[3]), Number(arguments[4]));
        var accumulation = arguments.Length > 5 ? Number(arguments[5]) : 1;
        var training = new LocalTrainingSpec
        {
            BatchSize = rows / accumulation,
            GradientAccumulation = accumulation,
            ActivationCheckpointing = arguments.Contains("checkpointing"),
            Epochs = steps,
            LearningRate = 1e-4,
        };
        ComputeThreads.Fix();
        var device = DeviceSelection.Select(IsOnGpu ? DeviceKind.Cuda : DeviceKind.Cpu);
        var computeType = DeviceSelection.ComputeType(PrecisionKind.Auto, device.type);
        using var model = TunedModel.Create(folder, SpecOf(folder, method, training), device, computeType);
        var task = new LocalTrainingTask
        {
            ClientId = new ClientId("bench"),
            Round = new RoundNumber(1),
            MaxRounds = 1,
            Examples = [.. Enumerable.Range(0, rows).Select(row => Example(row, length, model.Model))],
            PaddingId = 0,
            Training = training,
        };
        var loss = double.NaN;
        ContestantLoop.Serve(
            () =>
            {
                using var trainer = new LocalTrainer(model, task, _ => { }, TimeProvider.System);
                loss = trainer.Train(CancellationToken.None).Loss;
            },
            () => new Dictionary<string, double> { ["loss"] = loss });
    }

    private static FederatedRunSpec SpecOf(string folder, string method, LocalTrainingSpec training) => new()
    {
        Model = new() { StorageUri = $"file://{folder}" },
        Task = new() { Kind = IsDecoder(folder) ? TaskKind.CausalLM : TaskKind.SequenceClassification },
        Method = method switch
        {
            "full" => new() { Full = new() },
            _ => new() { Lora = new() { Rank = 8, Alpha = 16, TargetModules = method.Split(',')[1..] } },
        },
        LocalTraining = training,
        Rounds = new() { Max = 1 },
        Checkpoint = new() { StorageUri = $"file://{folder}" },
        Clients = [],
    };

    // bench/python/step.py makes the same.
    private static EncodedExample Example(int row, int length, FoundationModel model)
    {
        var tokens = Enumerable.Range(0, length + 1)
            .Select(place => ((row * 7919) + (place * 104729) + (place * place % 13)) % model.VocabularySize)
            .ToArray();
        return model.IsCausal ? new(tokens, FirstTarget: 1) : new(tokens[..length], FirstTarget: 1, Label: row % 2);
    }

    private static bool IsDecoder(string folder) =>
        File.ReadAllText(Path.Combine(folder, "config.json")).Contains("CausalLM", StringComparison.Ordinal);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
