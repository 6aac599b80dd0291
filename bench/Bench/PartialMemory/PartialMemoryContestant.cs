using System.Globalization;
using FedK8s.Bench.Harness;
using FedK8s.Bench.Steps;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Worker.Hardware;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Bench.PartialMemory;

/// <summary>A client's local training of a part of a model. What it tells as its peak begins when the model is there.</summary>
internal static class PartialMemoryContestant
{
    /// <summary>The last argument of a process in which freed tensors take no memory.</summary>
    public const string InUse = "in-use";

    /// <param name="arguments">
    /// The model's folder, the number of a <see cref="TrainedPart"/>, rows, tokens a row, steps, and whether it is <see cref="InUse"/>.
    /// </param>
    public static void Serve(string[] arguments)
    {
        var (folder, part) = (arguments[0], TrainedPart.All[Number(arguments[1])]);
        var (rows, length, steps) = (Number(arguments[2]), Number(arguments[3]), Number(arguments[4]));
        var training = new LocalTrainingSpec { BatchSize = rows, Epochs = steps, LearningRate = 1e-4 };
        ComputeThreads.Fix();
        using var model = TunedModel.Create(folder, StepTraining.SpecOf(folder, part.Method, training), torch.CPU, torch.float32);
        model.Assign(part.Blocks?.Select(BlockNames.Expanded).ToArray());
        var task = StepTraining.TaskOf(model.Model, rows, length, training);
        if (arguments.Contains(InUse))
        {
            ProcessMemory.KeepNothingFreed(); // TorchSharp has made its own settings by now
        }

        ProcessMemory.Trim();
        ProcessMemory.ForgetPeak();
        var loaded = ProcessMemory.ResidentBytes;
        ContestantLoop.Serve(() => Train(model, task), () => new Dictionary<string, double>
        {
            ["loaded"] = loaded,
            ["trained"] = model.Trained.Sum(named => named.Weight.numel()),
        });
    }

    private static void Train(TunedModel model, LocalTrainingTask task)
    {
        using var trainer = new LocalTrainer(model, task, _ => { }, TimeProvider.System);
        trainer.Train(CancellationToken.None);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
