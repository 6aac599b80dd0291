using System.Globalization;
using FedK8s.Bench.Harness;
using FedK8s.Contracts.Spec;
using FedK8s.Worker.Hardware;
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
        var spec = StepTraining.SpecOf(folder, StepTraining.MethodOf(method), training);
        using var model = TunedModel.Create(folder, spec, device, computeType);
        var task = StepTraining.TaskOf(model.Model, rows, length, training);
        var loss = double.NaN;
        ContestantLoop.Serve(
            () =>
            {
                using var trainer = new LocalTrainer(model, task, _ => { }, TimeProvider.System);
                loss = trainer.Train(CancellationToken.None).Loss;
            },
            () => new Dictionary<string, double> { ["loss"] = loss });
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
