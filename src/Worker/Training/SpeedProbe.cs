using System.Runtime.InteropServices;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// Measures how long training takes on this device: a few steps of it, at a learning rate of 0. Weights stay as they are,
/// and whoever takes the model next loads a checkpoint anyway.
/// </summary>
internal static class SpeedProbe
{
    private const int MeasuredSteps = 3;

    // A step that is longer is measured the first time, although the first is slower than the others.
    private static readonly TimeSpan LongStep = TimeSpan.FromSeconds(2);

    /// <summary>Null where the model cannot take such a step, which training itself will say better.</summary>
    /// <param name="tuned">Left as it was, but in training mode.</param>
    /// <param name="task">Its examples and settings are used.</param>
    /// <param name="time">Measures.</param>
    public static Speed? Measure(TunedModel tuned, LocalTrainingTask task, TimeProvider time)
    {
        try
        {
            var step = Step(tuned, task, time);
            var (forward, backward) = Block(tuned, task, time);
            return new(step.TotalSeconds, forward.TotalSeconds, backward.TotalSeconds);
        }
        catch (Exception exception) when (exception is RunFailedException or ExternalException)
        {
            return null;
        }
    }

    // With a guard that comes every few steps: a step without it, and a share of what it adds.
    private static TimeSpan Step(TunedModel tuned, LocalTrainingTask task, TimeProvider time)
    {
        var plain = Measured(tuned, task with { Guard = null }, time);
        if (task.Guard is not { } guard)
        {
            return plain;
        }

        guard.Examples.Prepare(tuned, () => { }, CancellationToken.None);
        var always = guard with { Spec = guard.Spec with { EverySteps = 1 } };
        return plain + ((Measured(tuned, task with { Guard = always }, time) - plain) / guard.Spec.EverySteps);
    }

    private static TimeSpan Measured(TunedModel tuned, LocalTrainingTask task, TimeProvider time)
    {
        var step = Step(tuned, task, steps: 1, time);
        return step < LongStep ? Step(tuned, task, MeasuredSteps, time) : step;
    }

    private static TimeSpan Step(TunedModel tuned, LocalTrainingTask task, int steps, TimeProvider time)
    {
        var still = task with { Training = task.Training with { LearningRate = 0, MaxSteps = steps } };
        using var trainer = new LocalTrainer(tuned, still, _ => { }, time);
        var start = time.GetTimestamp();
        var result = trainer.Train(CancellationToken.None);
        return time.GetElapsedTime(start) / result.Steps;
    }

    // The last block, with what the ones before it made of a batch: twice, because the first time is slower.
    private static (TimeSpan Forward, TimeSpan Backward) Block(TunedModel tuned, LocalTrainingTask task, TimeProvider time)
    {
        using var scope = NewDisposeScope();
        using var tape = new LayerTape();
        var (input, _) = BatchTensors.Of(task.BatchesOfSteps().First().Task[0], tuned.Model);
        using (no_grad())
        {
            tuned.Model.call(input with { Tape = tape });
        }

        var (layer, last) = tape.Last ?? throw new InvalidOperationException("A model without blocks.");
        Pass(layer, last, time);
        var measured = Pass(layer, last, time);
        foreach (var (_, weight) in tuned.Trainables)
        {
            weight.grad = null;
        }

        return measured;
    }

    private static (TimeSpan Forward, TimeSpan Backward) Pass(Func<Tensor, Tensor> layer, Tensor last, TimeProvider time)
    {
        using var scope = NewDisposeScope();
        using var input = last.detach().clone();                        // (B, T, C)
        input.requires_grad = true;
        Wait(input.device);
        var start = time.GetTimestamp();
        var output = layer(input);                                      // (B, T, C)
        Wait(input.device);
        var between = time.GetTimestamp();
        autograd.backward(output, ones_like(output));
        Wait(input.device);
        return (time.GetElapsedTime(start, between), time.GetElapsedTime(between));
    }

    private static void Wait(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize(device);
        }
    }
}
